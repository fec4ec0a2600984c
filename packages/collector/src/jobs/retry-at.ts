/** Attempts in all before a delivery is given up. */
export const mostAttempts = 20;

const firstDelayMs = 2_000;
const longestDelayMs = 12 * 3_600_000;

/**
 * When to try again after `attempts` failures: 2 s, doubled each time up to 12 h, each by a random part between a half
 * and the whole so that many failures together do not return together. `undefined` when it is time to give up.
 */
export function retryAt(attempts: number, now: number, random: () => number): number | undefined {
  if (attempts >= mostAttempts) return undefined;
  const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempts - 1));
  return now + delayMs * (0.5 + random() / 2);
}
