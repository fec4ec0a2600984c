/** Milliseconds in the units that half-lives are given in. */
export const hourMs = 3_600_000;
/** See {@link hourMs}. */
export const dayMs = 86_400_000;

/**
 * How much of a weight is left after `elapsedMs`: `2^(−elapsed / halfLife)`, 1 at 0.
 *
 * Forward decay with an exponential function (Cormode, Shkapenyuk, Srivastava, Xu: "Forward Decay", ICDE 2009): the
 * relative order of weights with one half-life never changes, so sums at different times merge exactly.
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
