import type { LikenessEvent } from '../event/event.ts';
import { dropLowest } from './bound.ts';
import type { Draft } from './draft.ts';

/** `[count, firstAt, lastAt]` of one event name: an exact total, times in epoch ms. */
export type Count = readonly [count: number, firstAt: number, lastAt: number];

/** Exact totals by event name (a track event's own name; `page`, `screen`, `identify`, … for the other types). */
export type CountSlice = Readonly<Record<string, Count>>;

/** Names per profile; beyond it the rarest goes. */
export const countLimit = 96;

/** The name under which an event is counted. */
export function countName(event: LikenessEvent): string {
  return event.type === 'track' ? event.event : event.type;
}

/** Counts one event; answers how many names the bound pushed out. */
export function foldCount(counts: Draft<CountSlice>, name: string, at: number): number {
  const known = counts[name];
  if (known === undefined) {
    counts[name] = [1, at, at];
    return dropLowest(counts, countLimit, rank);
  }
  known[0]++;
  if (at < known[1]) known[1] = at;
  if (at > known[2]) known[2] = at;
  return 0;
}

/** Merges `from` into `into`; answers how many names the bound pushed out. */
export function mergeCounts(into: Draft<CountSlice>, from: CountSlice): number {
  for (const name of Object.keys(from)) {
    const count = from[name];
    if (count === undefined) continue;
    const known = into[name];
    if (known === undefined) into[name] = [count[0], count[1], count[2]];
    else {
      known[0] += count[0];
      known[1] = Math.min(known[1], count[1]);
      known[2] = Math.max(known[2], count[2]);
    }
  }
  return dropLowest(into, countLimit, rank);
}

/** The rarest goes first; among equals the one not seen for longest. */
function rank(count: Count): number {
  return count[0] + count[2] / 1e15;
}
