/** The three times of one event; epoch ms. */
export interface EventTimes {
  /** By the sender's clock, when it happened. */
  readonly originalAt: number | undefined;
  /** By the sender's clock, when this attempt was sent. */
  readonly sentAt: number | undefined;
  /** By ours. */
  readonly receivedAt: number;
}

/** A difference below this is the network's, not the clock's; ms. */
const ignoredSkewMs = 2_000;

/**
 * When an event happened by our clock: `received − (sent − original)`, as the Segment spec defines it, where the
 * clocks differ by 2 s or more; never later than it was received.
 */
export function correctClock({ originalAt, sentAt, receivedAt }: EventTimes): number {
  const at = originalAt ?? sentAt ?? receivedAt;
  const skewMs = sentAt === undefined ? 0 : receivedAt - sentAt;
  return Math.min(Math.abs(skewMs) < ignoredSkewMs ? at : at + skewMs, receivedAt);
}
