/** Remembers the ids of events that were taken in lately; a hint, never the truth. */
export interface RecentIds {
  readonly has: (eventId: string) => boolean;
  readonly add: (eventId: string) => void;
}

/** Creates an empty memory of the last `limit` ids at least, and twice as many at most. */
export function createRecentIds(limit = 50_000): RecentIds {
  let young = new Set<string>();
  let old = new Set<string>();
  return {
    has: (eventId) => young.has(eventId) || old.has(eventId),
    add: (eventId) => {
      young.add(eventId);
      if (young.size < limit) return;
      old = young;
      young = new Set();
    },
  };
}
