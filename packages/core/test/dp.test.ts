import { describe, expect, it } from 'vitest';
import { findDataFolder } from '../bench/data/data-folder.ts';
import { runDp } from '../bench/tasks/dp.ts';

const data = findDataFolder();
if (!data) console.warn('private training: SKIPPED, no data folder (set LIKENESS_DATA)');

describe('private training on purchase intent', () => {
  it.runIf(data)(
    'loses no more AUC at ε = 3 than it must not',
    async () => {
      if (!data) throw new Error('runIf let a run without data through');
      const { rows } = await runDp(data, 'rows-only');
      expect(rows).toHaveLength(1);
      for (const { metric, value, must } of rows) expect(value, metric).toBeLessThanOrEqual(must);
    },
    180_000,
  );
});
