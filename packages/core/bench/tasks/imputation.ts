import { createImputer, type ImputeStrategy } from '../../src/feature/impute.ts';
import type { Features } from '../../src/models/online-model.ts';
import { loadOnlineShoppers, NUMERIC_COLUMNS } from '../data/online-shoppers.ts';
import type { DataFolder, TaskResult } from '../task.ts';

/** Positions of the columns that the protocol takes the logarithm of first. */
const LOGGED = new Set([1, 3, 5, 8]);

/** Root mean squared error of filled cells, in standard deviations of their columns, prequentially. */
export async function runImputation(data: DataFolder): Promise<TaskResult> {
  const rows = loadNumericRows(data);
  const from = performance.now();
  const regression = scoreImputation(rows, 'regression');
  const seconds = (performance.now() - from) / 1000;
  return {
    rows: [
      {
        task: 'imputation',
        metric: 'RMSE (sd)',
        value: regression,
        must: 0.7,
        goal: 0.655,
        better: 'lower',
        reference: 'mean .998, IterativeImputer .652',
        seconds,
      },
    ],
    json: { 'imputation.rmse': regression },
    comparisons: (['mean', 'median', 'mode'] as const).map((strategy) => ({
      task: 'imputation',
      model: strategy,
      figures: { rmse: scoreImputation(rows, strategy) },
    })),
  };
}

/** The ten numeric columns as the protocol has them. */
export function loadNumericRows(data: DataFolder): number[][] {
  return loadOnlineShoppers(data).map(({ features }) =>
    NUMERIC_COLUMNS.map((name, c) => {
      const value = Number(features[name]);
      return LOGGED.has(c) ? Math.log1p(value) : value;
    }),
  );
}

/** Cell (r, c) is hidden when (31 r + 17 c) % 10 == 0; the imputer learns a row after filling it, without them. */
export function scoreImputation(rows: readonly (readonly number[])[], strategy: ImputeStrategy): number {
  const deviations = NUMERIC_COLUMNS.map((_, c) => deviation(rows.map((row) => row[c] ?? 0)));
  const imputer = createImputer({ strategy });
  const state = imputer.create();
  let squares = 0;
  let cells = 0;
  rows.forEach((row, r) => {
    const seen: Record<string, Features[string]> = {};
    NUMERIC_COLUMNS.forEach((name, c) => {
      seen[name] = (31 * r + 17 * c) % 10 === 0 ? null : row[c];
    });
    const { features } = imputer.transformOne(state, seen);
    NUMERIC_COLUMNS.forEach((name, c) => {
      if (seen[name] !== null) return;
      squares += (((Number(features[name] ?? 0) || 0) - (row[c] ?? 0)) / (deviations[c] ?? 1)) ** 2;
      cells++;
    });
    imputer.learnOne(state, seen);
  });
  return Math.sqrt(squares / cells);
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
