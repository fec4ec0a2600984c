import { expect, it } from 'vitest';
import { findDataFolder } from '../bench/data/data-folder.ts';
import { runRatings } from '../bench/tasks/ratings.ts';

const data = findDataFolder();
if (!data) console.warn('ratings: SKIPPED: no data folder (set LIKENESS_DATA)');

it.runIf(data)(
  'predicts ratings within the error the specification demands',
  async () => {
    if (!data) return;
    const { json, comparisons } = await runRatings(data);
    expect(json['ratings.rmse']).toBeLessThanOrEqual(0.89);
    const mean = comparisons.find(({ model }) => model === 'running mean');
    // The protocol's own figure for the mean: the order of the rows and the scoring are as documented.
    expect(mean?.figures.rmse).toBeCloseTo(1.0581, 4);
  },
  180_000,
);
