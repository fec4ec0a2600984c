import type { Statements } from './connect.ts';
import { loadSegments, type StoredSegments } from './segment-store.ts';

/** How long segments are believed to be what they were; another process may have changed them since. */
const freshMs = 10_000;

/** Remembers the segments in use for ten seconds, so that reading them costs nothing per transaction. */
export interface SegmentCache {
  readonly get: (sql: Statements) => Promise<StoredSegments>;
  /** Forgets, because this process changed them. */
  readonly forget: () => void;
}

/** Creates an empty cache. */
export function createSegmentCache(now: () => number): SegmentCache {
  let known: { readonly segments: StoredSegments; readonly at: number } | undefined;
  return {
    get: async (sql) => {
      const at = now();
      if (known === undefined || at - known.at >= freshMs || at < known.at) {
        known = { segments: await loadSegments(sql), at };
      }
      return known.segments;
    },
    forget: () => {
      known = undefined;
    },
  };
}
