import type { LikenessEvent } from '@likeness/core';

/** One event that was just committed. */
export interface Activity {
  readonly siteId: number;
  readonly profileId: string;
  readonly receivedAt: number;
  readonly event: LikenessEvent;
}

/** Hands what was committed to those who watch; lives in the memory of one process. */
export interface Feed<T> {
  readonly publish: (items: readonly T[]) => void;
  /** Calls back after every commit until the answered function is called. */
  readonly subscribe: (listener: (items: readonly T[]) => void) => () => void;
  /** How many watch. */
  readonly size: () => number;
}

/** The events that were committed. */
export type LiveFeed = Feed<Activity>;

/** Creates a feed. A listener must not throw and must keep nothing waiting: it is called between transactions. */
export function createFeed<T>(): Feed<T> {
  const listeners = new Set<(items: readonly T[]) => void>();
  return {
    publish: (items) => {
      for (const listener of listeners) listener(items);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    size: () => listeners.size,
  };
}

/** Creates a feed of events. */
export function createLiveFeed(): LiveFeed {
  return createFeed<Activity>();
}
