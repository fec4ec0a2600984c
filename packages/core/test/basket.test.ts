import { expect, it } from 'vitest';
import { findDataFolder } from '../bench/data/data-folder.ts';
import { basketsOf, loadOnlineRetail } from '../bench/data/online-retail.ts';
import { coOccurrence, scoreBaskets } from '../bench/tasks/basket.ts';

const data = findDataFolder();
if (!data) console.warn('basket: SKIPPED: no data folder (set LIKENESS_DATA)');

it.runIf(data)(
  'completes baskets as often as the specification demands',
  () => {
    if (!data) return;
    const baskets = basketsOf(loadOnlineRetail(data));
    expect(baskets).toHaveLength(8600);
    // The first half of them; the benchmark completes all.
    expect(scoreBaskets(coOccurrence({}), baskets.slice(0, 4_300)).hr10).toBeGreaterThanOrEqual(0.24);
  },
  180_000,
);
