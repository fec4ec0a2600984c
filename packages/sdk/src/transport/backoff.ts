/** The longest wait between two attempts, ms. */
const longestMs = 60_000;

/**
 * How long to wait before the next attempt, ms, after `failures` ≥ 1 in a row: full jitter over an exponential bound
 * that starts at one second (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 */
export function backoff(failures: number, random: () => number): number {
  return random() * Math.min(longestMs, 500 * 2 ** failures);
}
