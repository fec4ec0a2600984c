import type { LikenessEvent } from '@likeness/core';

/** One event that was just committed. */
export interface Activity {
  readonly siteId: number;
  readonly profileId: string;
  readonly receivedAt: number;
  readonly event: LikenessEvent;
}

/** Hands what was committed to those who watch; lives in the memory of one process. */
export interface LiveFeed {
  readonly publish: (activities: readonly Activity[]) => void;
  /** Calls back after every commit until the answered function is called. */
  readonly subscribe: (listener: (activities: readonly Activity[]) => void) => () => void;
  /** How many watch. */
  readonly size: () => number;
}

/** Creates a feed. A listener must not throw and must keep nothing waiting: it is called between transactions. */
export function createLiveFeed(): LiveFeed {
  const listeners = new Set<(activities: readonly Activity[]) => void>();
  return {
    publish: (activities) => {
      for (const listener of listeners) listener(activities);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    size: () => listeners.size,
  };
}
