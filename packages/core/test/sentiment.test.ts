import { describe, expect, it } from 'vitest';
import { findDataFolder } from '../bench/data/data-folder.ts';
import { runSentiment } from '../bench/tasks/sentiment.ts';

const data = findDataFolder();
if (!data) console.warn('sentiment: SKIPPED, no data folder (set LIKENESS_DATA)');

describe('sentiment on 599 held-out sentences', () => {
  it.runIf(data)(
    'reaches what it must',
    async () => {
      if (!data) throw new Error('runIf let a run without data through');
      const { rows } = await runSentiment(data, 'rows-only');
      expect(rows).toHaveLength(2);
      for (const { metric, value, must } of rows) expect(value, metric).toBeGreaterThanOrEqual(must);
    },
    180_000,
  );
});
