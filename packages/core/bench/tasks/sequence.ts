import { createGru } from '../../src/models/gru.ts';
import { createMarkovModel } from '../../src/models/markov-model.ts';
import type { OnlineModel } from '../../src/models/online-model.ts';
import { createSequenceMixer } from '../../src/models/sequence-mixer.ts';
import { firstSessions, loadMsnbc, type Sessions } from '../data/msnbc.ts';
import { type SliceTimes, timeSlices } from '../report/time-slices.ts';
import type { DataFolder, TaskResult } from '../task.ts';

/** Sessions of one timed slice. */
const SLICE = 200;
/** What everybody knows does badly is shown on this share of the sessions. */
const BASELINE_SHARE = 0.1;
/** The net is a hundred times slower than counting: it sees this share of the sessions. */
const NET_SHARE = 0.005;

/** What next-page prediction is judged by. */
export interface SequenceFigures {
  readonly accuracy: number;
  readonly hit3: number;
  /** Mean log loss in bits per event. */
  readonly bits: number;
  readonly seconds: number;
}

/** Next page on MSNBC: for every page but the first of a session, predict, score, learn. */
export async function runSequence(data: DataFolder): Promise<TaskResult> {
  const sessions = loadMsnbc(data);
  const { symbols } = sessions;
  const counting = scoreSequence(createMarkovModel({ symbols }), sessions);
  const tenth = firstSessions(sessions, BASELINE_SHARE);
  const order1 = scoreSequence(createMarkovModel({ symbols, order: 1 }), tenth);
  const majority = scoreSequence(createMarkovModel({ symbols, order: 0 }), tenth);
  const mixer = scoreSequence(createSequenceMixer({ symbols }), sessions);
  const sample = firstSessions(sessions, NET_SHARE);
  const net = scoreSequence(createGru({ symbols }), sample);
  const mixerOnSample = scoreSequence(createSequenceMixer({ symbols }), sample);
  const countingOnSample = scoreSequence(createMarkovModel({ symbols }), sample);
  const times = timeMarkov(sessions);
  const about = { task: 'sequence', reference: 'order 5, discount 3: .6794 / 1.732; order 1: .6547 / 1.983' };
  return {
    rows: [
      {
        ...about,
        metric: 'accuracy',
        value: mixer.accuracy,
        must: 0.675,
        goal: 0.681,
        better: 'higher',
        seconds: mixer.seconds,
      },
      {
        ...about,
        metric: 'bits',
        value: mixer.bits,
        must: 1.75,
        goal: 1.69,
        better: 'lower',
        seconds: mixer.seconds,
      },
      {
        task: 'speed',
        metric: 'markov µs per update, fastest rounds',
        value: times.fastest,
        must: 0.2,
        goal: 0.05,
        better: 'lower',
        seconds: counting.seconds,
      },
    ],
    json: {
      'sequence.accuracy': mixer.accuracy,
      'sequence.bits': mixer.bits,
      'sequence.hit3': mixer.hit3,
      'sequence.markovAccuracy': counting.accuracy,
      'sequence.markovBits': counting.bits,
      'speed.markov': times.fastest,
    },
    comparisons: [
      compare('sequence mixer', mixer),
      compare('Markov, orders 0–5 with back-off', counting),
      compare('Markov, order 1, first tenth of the sessions', order1),
      compare('majority (order 0), first tenth', majority),
      compare(`GRU, 16 hidden, first ${NET_SHARE * 100} % of the sessions`, net),
      compare(`sequence mixer, the same ${NET_SHARE * 100} %`, mixerOnSample),
      compare(`Markov, orders 0–5, the same ${NET_SHARE * 100} %`, countingOnSample),
      {
        task: 'µs per update',
        model: 'Markov, orders 0–5',
        figures: { fastest: times.fastest, median: times.median },
      },
    ],
  };
}

/** Runs one model over all sessions prequentially; ties go to the first symbol of the ranking. */
export function scoreSequence<State>(
  model: OnlineModel<State, readonly number[], readonly number[], number>,
  { pages, starts }: Sessions,
): SequenceFigures {
  const startedAt = performance.now();
  const state = model.create();
  let events = 0;
  let first = 0;
  let firstThree = 0;
  let bits = 0;
  for (let session = 0; session + 1 < starts.length; session += 1) {
    const from = starts[session] ?? 0;
    const history = [pages[from] ?? 0];
    for (let i = from + 1; i < (starts[session + 1] ?? 0); i += 1) {
      const label = pages[i] ?? 0;
      const probabilities = model.predictOne(state, history);
      const own = probabilities[label] ?? 0;
      let higher = 0;
      let ties = 0;
      for (const p of probabilities) {
        if (p > own) higher += 1;
        else if (p === own) ties += 1;
      }
      const rank = higher + Math.floor(ties / 2);
      events += 1;
      if (rank === 0) first += 1;
      if (rank < 3) firstThree += 1;
      bits -= Math.log2(own);
      model.learnOne(state, history, label);
      history.push(label);
    }
  }
  return {
    accuracy: first / events,
    hit3: firstThree / events,
    bits: bits / events,
    seconds: (performance.now() - startedAt) / 1000,
  };
}

/** Time of one `learnOne` over all sessions, again and again; a few at the end are left out. */
function timeMarkov({ pages, starts, symbols }: Sessions): SliceTimes {
  const model = createMarkovModel({ symbols });
  const state = model.create();
  const slices = Math.floor((starts.length - 1) / SLICE);
  const given = (session: number): unknown => pages[starts[session] ?? 0];
  const bySession = timeSlices({ slices, size: SLICE, given }, (session) => {
    const from = starts[session] ?? 0;
    const history = [pages[from] ?? 0];
    for (let i = from + 1; i < (starts[session + 1] ?? 0); i += 1) {
      const label = pages[i] ?? 0;
      model.learnOne(state, history, label);
      history.push(label);
    }
  });
  const sessions = slices * SLICE;
  const updates = ((starts[sessions] ?? 0) - sessions) / sessions;
  return { ...bySession, fastest: bySession.fastest / updates, median: bySession.median / updates };
}

function compare(model: string, { accuracy, hit3, bits }: SequenceFigures) {
  return { task: 'sequence', model, figures: { accuracy, hit3, bits } };
}
