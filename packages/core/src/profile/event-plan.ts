import type { LikenessEvent } from '../event/event.ts';
import { clickThroughOf } from './click-through.ts';
import { isSocialEvent } from './event-edges.ts';
import type { FoldRules } from './fold-rules.ts';
import { foldSlice, type SliceFold } from './fold-slice.ts';
import type { TagRuleGroup } from './index-tag-rules.ts';
import type { Profile } from './profile.ts';
import { isPsychographicEvent } from './psychographic.ts';
import { type EventKind, eventKind } from './rate.ts';
import { orderOf } from './value.ts';
import { isWebVitalsEvent } from './web-vitals.ts';

/** A slice of a profile by its name. */
export type SliceName = Exclude<keyof Profile, 'firstAt' | 'lastAt' | 'events' | 'dropped'>;

/** What folding an event comes to, as far as its type and name decide it. */
export interface EventPlan {
  readonly kind: EventKind;
  /** How the slices fold that it may change; it would leave all others as they are. */
  readonly folds: readonly SliceFold[];
  readonly tagRules: readonly TagRuleGroup[];
  readonly rules: FoldRules;
}

/** Names of track events remembered; a site has hundreds. */
const nameLimit = 4_096;

/** Plans events: which slices and rules they concern is decided once by name, and not again by event. */
export function createEventPlanner(rules: FoldRules): (event: LikenessEvent) => EventPlan {
  const byName = new Map<string, EventPlan>();
  const byType = new Map<string, EventPlan>();
  return (event) => {
    const isTrack = event.type === 'track';
    const known = isTrack ? byName.get(event.event) : byType.get(event.type);
    if (known !== undefined) return known;
    const tagRules = rules.tagRulesFor(event);
    const folds = slicesOf(event, tagRules).map((name) => foldSlice[name]);
    const plan = { kind: eventKind(event), folds, tagRules, rules };
    if (byName.size >= nameLimit) byName.clear();
    if (isTrack) byName.set(event.event, plan);
    else byType.set(event.type, plan);
    return plan;
  };
}

function slicesOf(event: LikenessEvent, tagRules: readonly TagRuleGroup[]): readonly SliceName[] {
  const concerned: Readonly<Record<SliceName, boolean>> = {
    counts: true,
    rates: true,
    days: true,
    interests: tagRules.length > 0,
    // Any event may begin a session, and say where the user came from and with what.
    engagement: true,
    channel: true,
    environment: true,
    traits: event.type === 'identify',
    value: orderOf(event) !== undefined,
    clickThrough: clickThroughOf(event) !== undefined,
    vitals: isWebVitalsEvent(event),
    psychographics: isPsychographicEvent(event),
    social: isSocialEvent(event),
  };
  // Keys of a record by slice name.
  return (Object.keys(concerned) as SliceName[]).filter((name) => concerned[name]);
}
