import type { JsonObject, LikenessEvent } from '../event/event.ts';
import { semanticEvents } from '../event/semantic-events.ts';
import { dropLowest } from './bound.ts';
import type { Draft } from './draft.ts';
import { textOf } from './read-property.ts';

/** `[impressions, clicks]`, exact totals. */
export type Clicks = readonly [impressions: number, clicks: number];

/** What was shown in placements and promotions, and what of it was clicked. */
export interface ClickThroughSlice {
  /** Of all placements, also of those that the bound pushed out. */
  readonly total: Clicks;
  readonly placements: Readonly<Record<string, Clicks>>;
}

/** Placements per profile; beyond it the one with the fewest impressions and clicks goes. */
export const placementLimit = 24;

/** What an event says of placements. */
export interface PlacementAct {
  /** Absent when the event names none. */
  readonly placement: string | undefined;
  readonly impressions: 0 | 1;
  readonly clicks: 0 | 1;
}

/** Reads what an event says of placements and promotions; `undefined` when it is about neither. */
export function clickThroughOf(event: LikenessEvent): PlacementAct | undefined {
  if (event.type !== 'track') return undefined;
  switch (event.event) {
    case semanticEvents.placementViewed:
    case semanticEvents.promotionViewed:
      return { placement: placementOf(event.properties), impressions: 1, clicks: 0 };
    case semanticEvents.placementClicked:
    case semanticEvents.promotionClicked:
      return { placement: placementOf(event.properties), impressions: 0, clicks: 1 };
    default:
      return undefined;
  }
}

/** Folds one event; answers how many placements the bound pushed out. */
export function foldClickThrough(slice: Draft<ClickThroughSlice>, event: LikenessEvent): number {
  const act = clickThroughOf(event);
  if (act === undefined) return 0;
  const { placement, impressions, clicks } = act;
  slice.total[0] += impressions;
  slice.total[1] += clicks;
  if (placement === undefined) return 0;
  const known = slice.placements[placement];
  if (known !== undefined) {
    known[0] += impressions;
    known[1] += clicks;
    return 0;
  }
  slice.placements[placement] = [impressions, clicks];
  return dropLowest(slice.placements, placementLimit, rank);
}

/** Merges `from` into `into`; answers how many placements the bound pushed out. */
export function mergeClickThrough(into: Draft<ClickThroughSlice>, from: ClickThroughSlice): number {
  into.total[0] += from.total[0];
  into.total[1] += from.total[1];
  for (const name of Object.keys(from.placements)) {
    const added = from.placements[name];
    if (added === undefined) continue;
    const known = into.placements[name];
    into.placements[name] =
      known === undefined ? [added[0], added[1]] : [known[0] + added[0], known[1] + added[1]];
  }
  return dropLowest(into.placements, placementLimit, rank);
}

/** Clicks by impression, at most 1; `undefined` before the first impression. */
export function clickThroughRate([impressions, clicks]: Clicks): number | undefined {
  return impressions === 0 ? undefined : Math.min(1, clicks / impressions);
}

/** Segment's promotions call the place on the page `position`. */
function placementOf(properties: JsonObject): string | undefined {
  return textOf(properties.placement, 64) ?? textOf(properties.position, 64) ?? textOf(properties.name, 64);
}

function rank(clicks: Clicks): number {
  return clicks[0] + clicks[1];
}
