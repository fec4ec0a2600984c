import type { FeatureValue } from '../models/online-model.ts';

/** Whether everyone hides among enough others. */
export interface KAnonymityResult {
  /** True when every combination of values is shared by at least `k` rows. */
  readonly holds: boolean;
  /** Rows of the rarest combination; 0 for no rows. */
  readonly smallestGroup: number;
  /** Combinations shared by fewer than `k` rows, rarest first: suppress or coarsen these. */
  readonly violations: readonly { readonly values: readonly FeatureValue[]; readonly rows: number }[];
  /** Rows in those combinations. */
  readonly exposedRows: number;
}

/**
 * Checks a table before it is shared: how many rows share each combination of the columns by which someone could be
 * recognised? A missing value is a value. Says nothing about columns that are not named, nor about what all members
 * of a group have in common.
 *
 * Source: Sweeney, Int. J. Uncertainty, Fuzziness and Knowledge-based Systems 10 (2002).
 *
 * @example
 * const rows = [{ city: 'Bern' }, { city: 'Bern' }, { city: 'Chur' }];
 * checkKAnonymity(rows, ['city'], 2).holds; // false
 */
export function checkKAnonymity(
  rows: readonly Readonly<Record<string, FeatureValue>>[],
  quasiIdentifiers: readonly string[],
  k: number,
): KAnonymityResult {
  const groups = new Map<string, { values: readonly FeatureValue[]; rows: number }>();
  for (const row of rows) {
    const values = quasiIdentifiers.map((name) => (Object.hasOwn(row, name) ? (row[name] ?? null) : null));
    // JSON keeps 1 and "1" apart.
    const key = JSON.stringify(values);
    const group = groups.get(key);
    if (group) group.rows++;
    else groups.set(key, { values, rows: 1 });
  }
  const sorted = [...groups.values()].sort((a, b) => a.rows - b.rows);
  const violations = sorted.filter((group) => group.rows < k);
  return {
    holds: violations.length === 0,
    smallestGroup: sorted[0]?.rows ?? 0,
    violations,
    exposedRows: violations.reduce((sum, group) => sum + group.rows, 0),
  };
}
