import { createRecentMap } from '../recent-map.ts';

/** Times of one request of a device; epoch ms. */
export interface SentAndReceived {
  /** By the sender's clock. */
  readonly sentAt: number;
  /** By ours. */
  readonly receivedAt: number;
}

/** Estimates how far the clocks of devices lie behind ours. */
export interface ClockSkew {
  /** Takes a request of a device in and answers the skew: what to add to its times; ms, negative when it is ahead. */
  readonly observe: (device: string, times: SentAndReceived) => number;
}

/** A clock that was set right, or wrong, is believed after this time at the latest, twice at most. */
const windowMs = 3_600_000;

interface Observed {
  /** Start of the window, by our clock. */
  startedAt: number;
  /** Smallest `receivedAt − sentAt` in this window, and in the one before. */
  least: number;
  leastBefore: number;
}

/**
 * Creates the estimate: the minimum of `receivedAt − sentAt` over a device's requests of the last one to two hours.
 *
 * Each difference is the skew plus the time that the request was on its way, which is never negative, so the smallest
 * is the closest. A retry that still names its first attempt's `sentAt` was "on its way" for long and changes nothing
 * when a fresh request of the device is known. (NTP's clock filter takes the sample of least delay for the same reason:
 * RFC 5905, section 10.)
 *
 * At most `devices` are remembered, and half as many, those heard last, for certain (default 20,000, about 3 MB).
 */
export function createClockSkew(devices = 20_000): ClockSkew {
  const known = createRecentMap<string, Observed>(devices);
  // The events of a request mostly have one sender and one `sentAt`: only the first of them tells anything.
  let last = { device: '', sentAt: 0, receivedAt: 0, skewMs: 0 };

  return {
    observe: (device, { sentAt, receivedAt }) => {
      if (last.device === device && last.sentAt === sentAt && last.receivedAt === receivedAt)
        return last.skewMs;
      const difference = receivedAt - sentAt;
      let observed = known.get(device);
      if (observed === undefined) {
        observed = { startedAt: receivedAt, least: difference, leastBefore: Number.POSITIVE_INFINITY };
        known.set(device, observed);
      } else {
        const age = receivedAt - observed.startedAt;
        if (age >= windowMs) {
          observed.leastBefore = age < 2 * windowMs ? observed.least : Number.POSITIVE_INFINITY;
          observed.least = difference;
          observed.startedAt = receivedAt;
        } else observed.least = Math.min(observed.least, difference);
      }
      const skewMs = Math.min(observed.least, observed.leastBefore);
      last = { device, sentAt, receivedAt, skewMs };
      return skewMs;
    },
  };
}
