/** Milliseconds in the units that half-lives are given in. */
export const hourMs = 3_600_000;
/** See {@link hourMs}. */
export const dayMs = 86_400_000;

/**
 * How much of a weight is left after `elapsedMs`: `2^(−elapsed / halfLife)`, 1 at 0.
 *
 * Forward decay with an exponential function (Cormode, Shkapenyuk, Srivastava, Xu: "Forward Decay", ICDE 2009): the
 * relative order of weights with one half-life never changes, so sums at different times merge exactly.
 *
 * By a power, of which browsers and servers give the same bits; `exp` takes two thirds of its time, but differs between
 * builds of one engine, and the profile on the device must equal the collector's.
 */
export function decayFactor(elapsedMs: number, halfLifeMs: number): number {
  return elapsedMs === 0 ? 1 : 2 ** (-elapsedMs / halfLifeMs);
}

/**
 * A decayed weight read at `now` (epoch ms), `weight · 2^(−(now − at) / halfLife)`.
 *
 * A `now` before `at` grows the weight again: the value is that of the same sum seen from an earlier reference, which
 * is what comparing two profiles at one time needs.
 */
export function decayTo(weight: number, at: number, now: number, halfLifeMs: number): number {
  return weight * decayFactor(now - at, halfLifeMs);
}

/** The factors of two half-lives over the last span asked for: tags of one product were mostly touched together. */
export interface FactorPair {
  elapsedMs: number;
  fastMs: number;
  slowMs: number;
  fast: number;
  slow: number;
}

/** Brings `factors` to another span and other half-lives; does nothing when they are those already. */
export function updateFactors(
  factors: FactorPair,
  elapsedMs: number,
  { fastMs, slowMs }: { readonly fastMs: number; readonly slowMs: number },
): void {
  if (factors.elapsedMs === elapsedMs && factors.fastMs === fastMs && factors.slowMs === slowMs) return;
  factors.elapsedMs = elapsedMs;
  factors.fastMs = fastMs;
  factors.slowMs = slowMs;
  factors.fast = decayFactor(elapsedMs, fastMs);
  factors.slow = decayFactor(elapsedMs, slowMs);
}

/** Factors over no time at all. */
export function createFactors(): FactorPair {
  return { elapsedMs: 0, fastMs: 1, slowMs: 1, fast: 1, slow: 1 };
}
