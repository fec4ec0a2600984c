import { describe, expect, it } from 'vitest';
import { findDataFolder } from '../bench/data/data-folder.ts';
import { runFederated } from '../bench/tasks/federated.ts';

const data = findDataFolder();
if (!data) console.warn('federated average: SKIPPED, no data folder (set LIKENESS_DATA)');

describe('federated averaging on purchase intent', () => {
  it.runIf(data)(
    'comes as near to central training as it must',
    async () => {
      if (!data) throw new Error('runIf let a run without data through');
      const { rows } = await runFederated(data, 'rows-only');
      expect(rows).toHaveLength(1);
      for (const { metric, value, must } of rows) expect(value, metric).toBeLessThanOrEqual(must);
    },
    180_000,
  );
});
