import {
  emptyProfile,
  eventIdTime,
  type FoldRules,
  foldEvents,
  type LikenessEvent,
  mergeProfiles,
  type Profile,
} from '@likeness/core';
import type postgres from 'postgres';
import type { Statements } from '../store/connect.ts';
import { type SeenTogether, saveDeviceUsers } from '../store/device-user-store.ts';
import { type EventDictionaries, encodeEvents, insertEvents, type KeyedEvent } from '../store/event-store.ts';
import { identityKey } from '../store/identity-key.ts';
import { lockIdentities, type MentionedIdentity } from '../store/identity-store.ts';
import type { MembershipChange } from '../store/membership-store.ts';
import type { Partitions } from '../store/partitions.ts';
import type { Placement } from '../store/placement.ts';
import { readProfileEvents } from '../store/profile-events.ts';
import type { ProfileStore, SavedProfile } from '../store/profile-store.ts';
import { type QuarantinedInput, quarantineInputs } from '../store/quarantine-store.ts';
import { saveIdentityPlan } from '../store/save-identity-plan.ts';
import { saveSessions } from '../store/session-store.ts';
import { saveSocialEdges } from '../store/social-store.ts';
import { evaluateSegments, type SegmentDeps } from './evaluate-segments.ts';
import { createKeyEvent } from './key-event.ts';
import { postponeFolding } from './postpone-folding.ts';
import { type AliasClaim, IdentityGoneError, type IdentityPlan, planIdentities } from './resolve-identity.ts';
import { retryConflicts } from './retry-conflicts.ts';

/** A validated event with its id and corrected time, on its way into the profiles. */
export interface IncomingEvent {
  readonly siteId: number;
  readonly receivedAt: number;
  readonly event: LikenessEvent;
}

/** What one transaction takes in. */
export interface ApplyInput {
  readonly events: readonly IncomingEvent[];
  readonly quarantined: readonly QuarantinedInput[];
}

/** What one transaction did. */
export interface ApplyResult {
  /** For each event, whether it was new; `false` means that it had been accepted before. */
  readonly fresh: readonly boolean[];
  /** For each event the profile that it belongs to now; absent for one that was not new. */
  readonly profileIds: readonly (string | undefined)[];
}

/** What one transaction did, and what that changed. */
export interface AppliedBatch extends ApplyResult {
  /** Segments entered and left by the profiles that it touched. */
  readonly segmentChanges: readonly MembershipChange[];
}

/** What `apply` works with. */
export interface ApplyDeps {
  readonly sql: postgres.Sql;
  readonly rules: FoldRules;
  readonly partitions: Partitions;
  readonly dictionaries: EventDictionaries;
  readonly profiles: ProfileStore;
  /** Which form statements take; the one that `profiles` and `dictionaries` were made with. */
  readonly placement: Placement;
  /** Left out, segments are evaluated by jobs alone (the strategy `batch`). */
  readonly segments?: SegmentDeps;
  /** `later` leaves folding to the job `profile-batch` (the strategy `batch`); default `at once`. */
  readonly folding?: 'at once' | 'later';
  readonly now: () => number;
}

/**
 * Takes events in: one transaction that inserts those that are new, resolves who they belong to, folds them into the
 * profiles, and adds them to their sessions. When it answers, all of it is committed; when it throws, none of it is.
 *
 * Running it again with the same events changes nothing, so at-least-once delivery has exactly-once effect.
 * `inTransaction` runs at the end of the same transaction, with what it did.
 */
export async function applyBatch(
  deps: ApplyDeps,
  input: ApplyInput,
  inTransaction?: (sql: Statements, result: ApplyResult) => Promise<void>,
): Promise<AppliedBatch> {
  const keyed = input.events.map(createKeyEvent());
  await deps.partitions.ensure(keyed.map((e) => eventIdTime(e.event.eventId)));
  const encoded = await encodeEvents(keyed, deps.dictionaries);
  return await retryConflicts(
    () =>
      deps.sql.begin(async (sql) => {
        await quarantineInputs(sql, input.quarantined);
        const fresh = await insertEvents(sql, deps.placement, encoded);
        const folded = await foldFresh(deps, sql, keyed, fresh);
        const result = { fresh: keyed.map((_, i) => fresh.has(i)), ...folded };
        await inTransaction?.(sql, result);
        return result;
      }),
    (error) => error instanceof IdentityGoneError,
  );
}

async function foldFresh(
  deps: ApplyDeps,
  sql: Statements,
  keyed: readonly KeyedEvent[],
  fresh: ReadonlySet<number>,
): Promise<Omit<AppliedBatch, 'fresh'>> {
  const places = [...fresh];
  // Places in the batch are places in keyed.
  const events = places.map((i) => keyed[i] as KeyedEvent);
  const byPlace: (string | undefined)[] = keyed.map(() => undefined);
  if (events.length === 0) return { profileIds: byPlace, segmentChanges: [] };
  const { placement } = deps;
  const claimed = events.flatMap(aliasClaims);
  const { identities, claims } = await lockIdentities(sql, placement, mentionedIn(events), claimed);
  const plan = planIdentities(events, identities, claims);
  await saveIdentityPlan(sql, placement, plan, deps.now());
  await saveDeviceUsers(sql, placement, seenTogether(events));
  const save = deps.folding === 'later' ? postponeFolding : saveProfiles;
  const saved = await save(deps, sql, events, plan);
  const segmentChanges = await evaluateSaved(deps, sql, saved);
  await saveSocialEdges(sql, events);
  await saveSessions(sql, placement, events);
  places.forEach((place, i) => {
    byPlace[place] = plan.profileIds[i];
  });
  return { profileIds: byPlace, segmentChanges };
}

async function evaluateSaved(
  { segments, now }: ApplyDeps,
  sql: Statements,
  saved: readonly SavedProfile[],
): Promise<readonly MembershipChange[]> {
  if (segments === undefined) return [];
  const profiles = saved.map(({ profileId, siteId, profile, mergedInto }) => ({
    profileId,
    siteId,
    profile: mergedInto === undefined ? profile : undefined,
  }));
  return await evaluateSegments(sql, segments, { profiles, cause: 'event', now: now() });
}

async function saveProfiles(
  deps: ApplyDeps,
  sql: Statements,
  events: readonly KeyedEvent[],
  { profileIds, merges, moves }: IdentityPlan,
): Promise<readonly SavedProfile[]> {
  const moved = new Set(moves.flatMap((move) => [move.from, move.into]));
  const touched = new Set([...profileIds, ...moved, ...merges.flatMap((merge) => [merge.from, merge.into])]);
  const loaded = new Map(await deps.profiles.lock(sql, [...touched]));
  const profileOf = (id: string): Profile => loaded.get(id) ?? emptyProfile();
  const mergedInto = new Map<string, string>();
  for (const merge of merges) {
    loaded.set(
      merge.into,
      mergeProfiles(profileOf(merge.into), profileOf(merge.from), deps.rules.tagHalfLives),
    );
    loaded.set(merge.from, emptyProfile());
    mergedInto.set(merge.from, merge.into);
  }
  const groups = new Map<string, KeyedEvent[]>();
  events.forEach((event, i) => {
    const id = profileIds[i] ?? '';
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [event]);
    else group.push(event);
  });
  const siteOf = new Map(events.map((event, i) => [profileIds[i] ?? '', event.siteId]));
  for (const { from, into, siteId } of [...merges, ...moves]) siteOf.set(from, siteId).set(into, siteId);
  // What was merged cannot be subtracted: a profile that lost or won a device is folded from its events.
  const histories = await readProfileEvents(sql, [...moved], deps);
  const saved = [...touched].map((profileId): SavedProfile => {
    const into = mergedInto.get(profileId);
    const own = (groups.get(profileId) ?? []).map((keyed) => keyed.event).sort(byEventTime);
    return {
      profileId,
      siteId: siteOf.get(profileId) ?? 0,
      profile: moved.has(profileId)
        ? foldEvents(emptyProfile(), histories.get(profileId) ?? [], deps.rules)
        : foldEvents(profileOf(profileId), own, deps.rules),
      ...(into === undefined ? {} : { mergedInto: into }),
      updatedAt: deps.now(),
    };
  });
  await deps.profiles.save(sql, saved);
  return saved;
}

/** `previousId` may be an anonymous id or a user id: whichever exists, or will, is meant. */
function aliasClaims({ event, siteId, userKey }: KeyedEvent): readonly AliasClaim[] {
  if (event.type !== 'alias' || userKey === undefined) return [];
  const { previousId, occurredAt, eventId } = event;
  return (['anonymous', 'user'] as const).map((kind) => {
    const claimedKey = identityKey(siteId, kind, previousId);
    return { siteId, identityKey: claimedKey, ownerKey: userKey, at: occurredAt, eventId };
  });
}

function mentionedIn(events: readonly KeyedEvent[]): readonly MentionedIdentity[] {
  const mentioned = new Map<string, MentionedIdentity>();
  const mention = (identity: MentionedIdentity): void => {
    const known = mentioned.get(identity.identityKey);
    if (known === undefined || identity.at < known.at) mentioned.set(identity.identityKey, identity);
  };
  for (const { event, siteId, deviceKey, userKey } of events) {
    const at = event.occurredAt;
    if (event.anonymousId !== undefined) {
      mention({ identityKey: deviceKey, siteId, kind: 'anonymous', value: event.anonymousId, at });
    }
    if (event.userId !== undefined && userKey !== undefined) {
      mention({ identityKey: userKey, siteId, kind: 'user', value: event.userId, at });
    }
  }
  return [...mentioned.values()];
}

function seenTogether(events: readonly KeyedEvent[]): readonly SeenTogether[] {
  return events.flatMap(({ event, siteId, deviceKey, userKey }) =>
    userKey === undefined ? [] : [{ userKey, deviceKey, siteId, at: event.occurredAt }],
  );
}

function byEventTime(a: LikenessEvent, b: LikenessEvent): number {
  return a.occurredAt - b.occurredAt || (a.eventId < b.eventId ? -1 : 1);
}
