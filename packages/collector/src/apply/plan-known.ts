import { type FoldRules, foldInPlace, type LikenessEvent } from '@likeness/core';
import { byKey } from '../store/change-rows.ts';
import type { KeyedEvent } from '../store/event-store.ts';
import type { MembershipChange, MembershipCheck } from '../store/membership-store.ts';
import type { StoredSegments } from '../store/segment-store.ts';
import { type SettledTags, settleProfile } from '../store/settle-profile.ts';
import { membershipOf, mustReschedule } from './evaluate-segments.ts';
import type { KnownProfile, KnownProfiles } from './known-profiles.ts';

/** A known profile with the new events folded into it. */
export interface FoldedKnown {
  /** The version that it was folded from, and what its memberships were. */
  readonly before: Pick<KnownProfile, 'version' | 'membership'>;
  readonly after: KnownProfile;
  /** Of the profile as it became. */
  readonly tags: SettledTags;
  readonly changes: readonly MembershipChange[];
  /** When to look at it again, where that changed. */
  readonly check: MembershipCheck | undefined;
}

/** Which events of a batch can be written on the strength of what is known. */
export interface KnownPlan {
  /** Places of these events in the batch, and the profile of each. */
  readonly places: readonly number[];
  readonly profileIds: readonly string[];
  readonly folded: readonly FoldedKnown[];
  /** Places of all other events. */
  readonly others: readonly number[];
}

/** What a plan goes by. */
export interface PlanKnownDeps {
  readonly find: KnownProfiles['find'];
  readonly around: KnownProfiles['around'];
  readonly take: KnownProfiles['take'];
  /** Whether an id was taken in lately: its event is most likely a retry. */
  readonly isRecent: (eventId: string) => boolean;
  readonly rules: FoldRules;
  /** `undefined` where events do not evaluate segments. */
  readonly segments: StoredSegments | undefined;
  /** Whether changes of segments must be delivered, which the short way does not do. */
  readonly deliveries: 'none' | 'some';
  readonly now: number;
}

/**
 * Plans which events of a batch can go the short way: their profile is known, they say nothing new about who is who,
 * and they are no retries as far as one can tell. If one event of a profile cannot, none of it can.
 */
export function planKnown(events: readonly KeyedEvent[], deps: PlanKnownDeps): KnownPlan {
  const { groups, barred } = groupByProfile(events, deps);
  const folded: FoldedKnown[] = [];
  const owners: (string | undefined)[] = new Array(events.length).fill(undefined);
  for (const [before, own] of groups) {
    if (barred.has(before.profileId)) continue;
    const done = fold(
      before,
      own.map((place) => events[place] as KeyedEvent),
      deps,
    ); // places are places in events
    if (done === undefined) continue;
    folded.push(done);
    for (const place of own) owners[place] = before.profileId;
  }
  folded.sort((a, b) => byKey(a.after.profileId, b.after.profileId));
  const places: number[] = [];
  const profileIds: string[] = [];
  const others: number[] = [];
  owners.forEach((profileId, place) => {
    if (profileId === undefined) others.push(place);
    else {
      places.push(place);
      profileIds.push(profileId);
    }
  });
  return { places, profileIds, folded, others };
}

function groupByProfile(
  events: readonly KeyedEvent[],
  { find, around, isRecent }: PlanKnownDeps,
): { readonly groups: ReadonlyMap<KnownProfile, number[]>; readonly barred: ReadonlySet<string> } {
  const groups = new Map<KnownProfile, number[]>();
  const barred = new Set<string>();
  const seen = new Set<string>();
  for (const [place, keyed] of events.entries()) {
    const known = find(keyed);
    if (known === undefined) {
      for (const profileId of around(keyed)) barred.add(profileId);
      continue;
    }
    const { eventId } = keyed.event;
    if (seen.has(eventId) || isRecent(eventId)) barred.add(known.profileId);
    seen.add(eventId);
    const group = groups.get(known);
    if (group === undefined) groups.set(known, [place]);
    else group.push(place);
  }
  return { groups, barred };
}

/** Folds in place: from here on the profile is known again only once the transaction is committed. */
function fold(
  before: KnownProfile,
  keyed: readonly KeyedEvent[],
  { take, rules, segments, deliveries, now }: PlanKnownDeps,
): FoldedKnown | undefined {
  const events = keyed.map(({ event }) => event);
  events.sort(byEventTime);
  const { profile, membership: known } = before;
  if (segments !== undefined && known === undefined) return undefined;
  take(before);
  foldInPlace(profile, events, rules);
  // As it is stored, in single precision: what is remembered must be what would be read.
  const tags = settleProfile(profile, rules.tagHalfLives);
  const after = { ...before, version: before.version + 1 };
  if (segments === undefined || known === undefined)
    return { before, after, tags, changes: [], check: undefined };
  const outlook = membershipOf(profile, segments, {
    now,
    halfLives: rules.tagHalfLives,
    predictions: known.predictions,
  });
  const changes = changesOf(before, outlook.segmentIds, { siteId: keyed[0]?.siteId ?? 0, segments, now });
  if (changes.length > 0 && deliveries === 'some') return undefined;
  const isLater = mustReschedule(known, outlook.dueAt, now);
  const membership = {
    ...known,
    segmentIds: [...outlook.segmentIds],
    dueAt: isLater ? outlook.dueAt : known.dueAt,
  };
  const check = isLater ? { profileId: before.profileId, dueAt: outlook.dueAt } : undefined;
  return { before, after: { ...after, membership }, tags, changes, check };
}

function byEventTime(a: LikenessEvent, b: LikenessEvent): number {
  return a.occurredAt - b.occurredAt || (a.eventId < b.eventId ? -1 : 1);
}

function changesOf(
  { profileId, membership }: KnownProfile,
  segmentIds: ReadonlySet<number>,
  {
    siteId,
    segments,
    now,
  }: { readonly siteId: number; readonly segments: StoredSegments; readonly now: number },
): readonly MembershipChange[] {
  const known = membership?.segmentIds ?? [];
  const changeTo =
    (change: MembershipChange['change']) =>
    (segmentId: number): MembershipChange => ({
      siteId,
      profileId,
      segmentId,
      segment: segments.nameOf.get(segmentId) ?? '',
      change,
      cause: 'event',
      at: now,
    });
  return [
    ...known.filter((id) => !segmentIds.has(id)).map(changeTo('left')),
    ...[...segmentIds].filter((id) => !known.includes(id)).map(changeTo('entered')),
  ];
}
