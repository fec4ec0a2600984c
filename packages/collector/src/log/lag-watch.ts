import type { PartitionLag } from './log-worker.ts';

/** What a worker says about how it keeps up: nothing most of the time. */
export type LagWatch = (lag: readonly PartitionLag[], now: number) => LagWord | undefined;

/** Behind, how far; or caught up again. */
export type LagWord =
  | { readonly state: 'behind'; readonly records: number; readonly behindMs: number }
  | { readonly state: 'caught up' };

/** A worker is behind from here on, ms. */
const behindMs = 30_000;

/** While it stays behind it says so again after, ms. */
const repeatMs = 60_000;

/** Creates a watch; it has something to say when a worker falls behind, stays behind, or has caught up. */
export function createLagWatch(): LagWatch {
  let saidAt: number | undefined;
  return (lag, now) => {
    const oldest = Math.max(0, ...lag.map((partition) => partition.behindMs));
    if (oldest < behindMs) {
      if (saidAt === undefined) return undefined;
      saidAt = undefined;
      return { state: 'caught up' };
    }
    if (saidAt !== undefined && now - saidAt < repeatMs) return undefined;
    saidAt = now;
    return {
      state: 'behind',
      records: lag.reduce((sum, { records }) => sum + records, 0),
      behindMs: oldest,
    };
  };
}
