import { eventLimits } from '@likeness/core';

/** The times of one event; epoch ms. */
export interface EventTimes {
  /** By the sender's clock, when it happened. */
  readonly originalAt: number | undefined;
  /** By the sender's clock, when this attempt was sent. */
  readonly sentAt: number | undefined;
  /** By ours. */
  readonly receivedAt: number;
  /** How far the sender's clock lies behind ours, ms; left out, this attempt's `receivedAt − sentAt`. */
  readonly skewMs?: number | undefined;
}

/** A difference below this is the network's, not the clock's; ms. */
const ignoredSkewMs = 2_000;

/**
 * When an event happened by our clock: `original + skew`, where the skew is 2 s or more; never later than it was
 * received, never before the year 2000.
 *
 * With `skewMs` left out this is the Segment spec's `received − (sent − original)`, which a stale `sentAt` would shift.
 */
export function correctClock({ originalAt, sentAt, receivedAt, skewMs }: EventTimes): number {
  const at = originalAt ?? sentAt ?? receivedAt;
  const skew = sentAt === undefined ? 0 : (skewMs ?? receivedAt - sentAt);
  const corrected = Math.abs(skew) < ignoredSkewMs ? at : at + skew;
  return Math.min(Math.max(corrected, eventLimits.earliestAt), receivedAt);
}
