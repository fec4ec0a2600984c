import { type FoldRules, foldInPlace, type LikenessEvent, type ProfileDraft } from '@likeness/core';
import { addToTags } from '../store/add-to-tags.ts';
import { byKey } from '../store/change-rows.ts';
import type { KeyedEvent } from '../store/event-store.ts';
import type { MembershipChange, MembershipCheck } from '../store/membership-store.ts';
import type { OpenedRecord } from '../store/profile-record.ts';
import { restingTime, restProfile, wakeProfile } from '../store/resting-profile.ts';
import type { StoredSegments } from '../store/segment-store.ts';
import { readFamilies } from '../store/tag-columns.ts';
import type { TagNumbers } from '../store/tag-numbers.ts';
import { membershipOf, mustReschedule } from './evaluate-segments.ts';
import type { KnownProfile, KnownProfiles, TakenProfile } from './known-profiles.ts';

/** A known profile with the new events folded into it. */
export interface FoldedKnown {
  /** The version that it was folded from, and what its memberships were. */
  readonly before: Pick<KnownProfile, 'version' | 'membership'>;
  readonly after: TakenProfile;
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
  readonly numbers: TagNumbers;
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
export async function planKnown(events: readonly KeyedEvent[], deps: PlanKnownDeps): Promise<KnownPlan> {
  const { groups, barred } = groupByProfile(events, deps);
  const touched: TouchedProfile[] = [];
  for (const [before, own] of groups) {
    if (barred.has(before.profileId)) continue;
    if (deps.segments !== undefined && before.membership === undefined) continue;
    const opened = deps.take(before);
    if (opened === undefined) continue;
    touched.push({ before, own, opened, profile: touch(opened, own, { events, rules: deps.rules }) });
  }
  const ids = await deps.numbers.encode(touched.map(({ profile }) => profile.interests));
  const folded: FoldedKnown[] = [];
  const owners: (string | undefined)[] = new Array(events.length).fill(undefined);
  touched.forEach((one, i) => {
    const { before, own } = one;
    const siteId = events[own[0] ?? 0]?.siteId ?? 0;
    const done = settle(one, deps, { ids: ids[i] ?? [], siteId });
    if (done === undefined) return;
    folded.push(done);
    for (const place of own) owners[place] = before.profileId;
  });
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

/** A profile that was taken: from here on it is known again only once the transaction is committed. */
interface TouchedProfile {
  readonly before: KnownProfile;
  readonly opened: OpenedRecord;
  /** Places of its events. */
  readonly own: readonly number[];
  /** Of tags it holds what these events gave, and nothing else. */
  readonly profile: ProfileDraft;
}

function touch(
  { resting }: OpenedRecord,
  own: readonly number[],
  { events, rules }: { readonly events: readonly KeyedEvent[]; readonly rules: FoldRules },
): ProfileDraft {
  const profile = wakeProfile(resting);
  // Places are places in events.
  const sorted = own.map((place) => (events[place] as KeyedEvent).event);
  if (sorted.length > 1) sorted.sort(byEventTime);
  foldInPlace(profile, sorted, rules);
  return profile;
}

/** What a profile became; `undefined` where that is for the long way to say. */
function settle(
  { before, opened, profile }: TouchedProfile,
  { rules: { tagHalfLives: halfLives }, numbers, segments, deliveries, now }: PlanKnownDeps,
  { ids, siteId }: { readonly ids: readonly number[]; readonly siteId: number },
): FoldedKnown | undefined {
  const { profileId, version, membership: known } = before;
  const { resting, tags } = opened;
  const { interests } = profile;
  const at = profile.lastAt ?? 0;
  const dropped = addToTags(
    tags,
    { interests, ids },
    { from: restingTime(resting, 'last') ?? 0, to: at, halfLives, numbers },
  );
  if (dropped === undefined) return undefined;
  profile.dropped += dropped;
  profile.interests = {};
  const after = {
    profileId,
    version: version + 1,
    resting: restProfile(profile, halfLives, resting),
    tags,
  };
  if (segments === undefined || known === undefined) {
    return {
      before: { version, membership: known },
      after: { ...after, membership: known },
      changes: [],
      check: undefined,
    };
  }
  const families = readFamilies(tags, segments.families, { numbers, at });
  if (families === undefined) return undefined;
  // As it is stored, in single precision, so that SQL over the row answers the same.
  const outlook = membershipOf({ ...profile, interests: families }, segments, {
    now,
    halfLives,
    predictions: known.predictions,
  });
  const changes = changesOf(before, outlook.segmentIds, { siteId, segments, now });
  if (changes.length > 0 && deliveries === 'some') return undefined;
  const isLater = mustReschedule(known, outlook.dueAt, now);
  const isSame = changes.length === 0 && !isLater;
  const membership = isSame
    ? known
    : { ...known, segmentIds: [...outlook.segmentIds], dueAt: isLater ? outlook.dueAt : known.dueAt };
  const check = isLater ? { profileId, dueAt: outlook.dueAt } : undefined;
  return { before: { version, membership: known }, after: { ...after, membership }, changes, check };
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
