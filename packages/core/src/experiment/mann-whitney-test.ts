import { normalTwoSided } from '../statistics/normal-distribution.ts';

/** A two-sided rank test of two samples. */
export interface MannWhitneyResult {
  /** How many of the pairs the treatment wins, ties counting half. */
  readonly u: number;
  /** `u` over all pairs: P(treatment > control) + P(tie)/2. */
  readonly winRate: number;
  readonly pValue: number;
}

/** Up to this many in the smaller sample, and without ties, the distribution is counted instead of approximated. */
const EXACT_SIZE = 8;
/** Counting costs the product of both sizes squared; a small sample beside a huge one is approximated as well. */
const EXACT_PAIRS = 4_000;

/**
 * Mann–Whitney U test, two-sided: do values of one sample tend to be larger? For skewed values such as order
 * amounts.
 *
 * Exact for small samples without ties, else normal with mid-ranks, tie and continuity correction, as SciPy's
 * `auto`. Source: Mann & Whitney, Ann. Math. Stat. 18 (1947).
 *
 * @example
 * mannWhitneyTest([1, 2, 3], [4, 5, 6]).u; // 9
 */
export function mannWhitneyTest(control: readonly number[], treatment: readonly number[]): MannWhitneyResult {
  const n = control.length;
  const m = treatment.length;
  const pairs = n * m;
  if (pairs === 0) return { u: 0, winRate: 0.5, pValue: 1 };
  const { rankSum, tieCubes } = rankTreatment(control, treatment);
  const u = rankSum - (m * (m + 1)) / 2;
  const result = { u, winRate: u / pairs };
  if (tieCubes === 0 && Math.min(n, m) <= EXACT_SIZE && pairs <= EXACT_PAIRS) {
    return { ...result, pValue: exactPValue(u, n, m) };
  }
  const size = n + m;
  const variance = (pairs / 12) * (size + 1 - tieCubes / (size * (size - 1)));
  if (variance <= 0) return { ...result, pValue: 1 };
  const distance = Math.max(0, Math.abs(u - pairs / 2) - 0.5);
  return { ...result, pValue: normalTwoSided(distance / Math.sqrt(variance)) };
}

function rankTreatment(
  control: readonly number[],
  treatment: readonly number[],
): { readonly rankSum: number; readonly tieCubes: number } {
  const all = [
    ...control.map((value) => ({ value, treated: 0 })),
    ...treatment.map((value) => ({ value, treated: 1 })),
  ].sort((x, y) => x.value - y.value);
  let rankSum = 0;
  let tieCubes = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    let treated = 0;
    while (to < all.length && all[to]?.value === all[from]?.value) treated += all[to++]?.treated ?? 0;
    const ties = to - from;
    // Ranks from + 1 … to share their mean.
    rankSum += (treated * (from + 1 + to)) / 2;
    tieCubes += ties ** 3 - ties;
    from = to;
  }
  return { rankSum, tieCubes };
}

/** Twice the tail of U's null distribution, counted by the recurrence over the last of the ordered values. */
function exactPValue(u: number, n: number, m: number): number {
  const pairs = n * m;
  // counts[j][s]: ways to choose j of the ranks seen so far with rank sum s above the minimum.
  let counts: number[][] = Array.from({ length: m + 1 }, (_, j) => (j === 0 ? [1] : []));
  for (let rank = 1; rank <= n + m; rank++) {
    counts = counts.map((ways, j) => {
      const before = counts[j - 1] ?? [];
      const next = [...ways];
      before.forEach((count, s) => {
        // The j-th chosen rank adds its distance to the j-th smallest possible one.
        const sum = s + rank - j;
        if (sum <= pairs && count > 0) next[sum] = (next[sum] ?? 0) + count;
      });
      return Array.from(next, (count) => count ?? 0);
    });
  }
  const distribution = counts[m] ?? [];
  const total = distribution.reduce((sum, count) => sum + count, 0);
  const extreme = Math.max(u, pairs - u);
  const tail = distribution.reduce((sum, count, s) => (s >= extreme ? sum + count : sum), 0);
  return Math.min(1, (2 * tail) / total);
}
