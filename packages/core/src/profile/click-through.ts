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

/** Folds one event; answers how many placements the bound pushed out. */
export function foldClickThrough(slice: Draft<ClickThroughSlice>, event: LikenessEvent): number {
  if (event.type !== 'track') return 0;
  switch (event.event) {
    case semanticEvents.placementViewed:
    case semanticEvents.promotionViewed:
      return addClicks(slice, placementOf(event.properties), 1, 0);
    case semanticEvents.placementClicked:
    case semanticEvents.promotionClicked:
      return addClicks(slice, placementOf(event.properties), 0, 1);
    default:
      return 0;
  }
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

function addClicks(
  slice: Draft<ClickThroughSlice>,
  placement: string | undefined,
  impressions: number,
  clicks: number,
): number {
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

/** Segment's promotions call the place on the page `position`. */
function placementOf(properties: JsonObject): string | undefined {
  return textOf(properties.placement, 64) ?? textOf(properties.position, 64) ?? textOf(properties.name, 64);
}

function rank(clicks: Clicks): number {
  return clicks[0] + clicks[1];
}
