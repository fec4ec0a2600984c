import { expect, it } from 'vitest';
import { findDataFolder } from '../bench/data/data-folder.ts';
import { firstSessions, loadMsnbc } from '../bench/data/msnbc.ts';
import { scoreSequence } from '../bench/tasks/sequence.ts';
import { createMarkovModel } from '../src/models/markov-model.ts';
import { createSequenceMixer } from '../src/models/sequence-mixer.ts';

const data = findDataFolder();
if (!data) console.warn('sequence: SKIPPED: no data folder (set LIKENESS_DATA)');

it.runIf(data)(
  'predicts the next page of MSNBC at the accuracy and bits the specification demands',
  () => {
    if (!data) return;
    const sessions = loadMsnbc(data);
    const counting = scoreSequence(createMarkovModel({ symbols: sessions.symbols }), sessions);
    expect(counting.accuracy).toBeGreaterThanOrEqual(0.675);
    expect(counting.bits).toBeLessThanOrEqual(1.75);
  },
  180_000,
);

// The mixer over all sessions takes the benchmark a minute; a thirtieth shows that mixing beats counting.
it.runIf(data)(
  'gains from mixing on the first thirtieth of the sessions',
  () => {
    if (!data) return;
    const few = firstSessions(loadMsnbc(data), 1 / 30);
    const counting = scoreSequence(createMarkovModel({ symbols: few.symbols }), few);
    const mixing = scoreSequence(createSequenceMixer({ symbols: few.symbols }), few);
    expect(mixing.accuracy).toBeGreaterThan(counting.accuracy);
    expect(mixing.bits).toBeLessThan(counting.bits - 0.02);
  },
  180_000,
);
