import { expect, it } from 'vitest';
import { findDataFolder } from '../bench/data/data-folder.ts';
import { loadNumericRows, scoreImputation } from '../bench/tasks/imputation.ts';

const data = findDataFolder();
if (!data) console.warn('imputation: SKIPPED: no data folder (set LIKENESS_DATA)');

it.runIf(data)('fills hidden cells within the error the specification demands', () => {
  if (!data) return;
  const rows = loadNumericRows(data);
  // A third of the rows; the benchmark takes all.
  expect(scoreImputation(rows.slice(0, 4_000), 'regression')).toBeLessThanOrEqual(0.7);
  // The protocol's own figure for the running mean.
  expect(scoreImputation(rows, 'mean')).toBeCloseTo(0.998, 3);
});
