import { expect, it } from 'vitest';
import { findDataFolder } from '../bench/data/data-folder.ts';
import { loadMovieLens } from '../bench/data/movielens.ts';
import { blendRanker, scoreLeaveLastOut, scorePrequentialTopN } from '../bench/tasks/topn.ts';

const data = findDataFolder();
if (!data) console.warn('topn: SKIPPED: no data folder (set LIKENESS_DATA)');

it.runIf(data)(
  'recommends the last film of a user as often as the specification demands',
  () => {
    if (!data) return;
    expect(scoreLeaveLastOut(blendRanker(), loadMovieLens(data)).recall10).toBeGreaterThanOrEqual(0.125);
  },
  180_000,
);

// Every thirtieth target (about 600, standard error .015); the benchmark scores all of them.
it.runIf(data)(
  'recommends the next film prequentially as often as the specification demands',
  () => {
    if (!data) return;
    const { recall10, targets } = scorePrequentialTopN(blendRanker(), loadMovieLens(data), 30);
    expect(targets).toBe(603);
    expect(recall10).toBeGreaterThanOrEqual(0.13);
  },
  180_000,
);
