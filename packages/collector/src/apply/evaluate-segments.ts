import { evaluateSegment, type Profile, type SegmentContext, type TagHalfLives } from '@likeness/core';
import type { Statements } from '../store/connect.ts';
import {
  type ChangeCause,
  loadMemberships,
  type MembershipChange,
  type MembershipCheck,
  type StoredMembership,
  saveMembershipChanges,
  saveMembershipChecks,
} from '../store/membership-store.ts';
import { roundWeights } from '../store/round-weights.ts';
import type { StoredSegments } from '../store/segment-store.ts';
import { insertDeliveries, type WebhookSubscription } from '../store/webhook-store.ts';

/** A profile as it was just saved or is locked. */
export interface EvaluatedProfile {
  readonly profileId: string;
  readonly siteId: number;
  /** `undefined` when it became part of another or is gone: it is in no segment then. */
  readonly profile: Profile | undefined;
}

/** What segments are evaluated with. */
export interface SegmentDeps {
  /** The segments in use, read through the transaction when what is known is old. */
  readonly segments: (sql: Statements) => Promise<StoredSegments>;
  readonly halfLives: TagHalfLives;
  readonly webhooks: readonly WebhookSubscription[];
}

/**
 * Brings the memberships of profiles in line with their segments' rules as of `now`, inside the transaction that
 * holds their locks: history rows, the time to look again, and one delivery per change and webhook.
 *
 * A profile is evaluated as it is stored, in single precision, so that SQL over the same row answers the same.
 */
export async function evaluateSegments(
  sql: Statements,
  deps: SegmentDeps,
  evaluation: {
    readonly profiles: readonly EvaluatedProfile[];
    readonly cause: Exclude<ChangeCause, 'merge'>;
    readonly now: number;
  },
): Promise<readonly MembershipChange[]> {
  const { profiles, cause, now } = evaluation;
  if (profiles.length === 0) return [];
  const segments = await deps.segments(sql);
  const stored = await loadMemberships(
    sql,
    profiles.map(({ profileId }) => profileId),
  );
  const named = (segmentId: number) => ({ segmentId, segment: segments.nameOf.get(segmentId) ?? '' });
  const changes: MembershipChange[] = [];
  const checks: MembershipCheck[] = [];
  for (const { profileId, siteId, profile } of profiles) {
    const before: StoredMembership = stored.get(profileId) ?? { segmentIds: [], dueAt: undefined };
    const after =
      profile === undefined
        ? { segmentIds: new Set<number>(), dueAt: undefined }
        : membershipOf(roundWeights(profile, deps.halfLives, segments.families), segments, {
            now,
            halfLives: deps.halfLives,
            predictions: before.predictions,
          });
    const change = { siteId, profileId, cause: profile === undefined ? ('merge' as const) : cause, at: now };
    for (const segmentId of before.segmentIds) {
      if (!after.segmentIds.has(segmentId)) changes.push({ ...change, ...named(segmentId), change: 'left' });
    }
    for (const segmentId of after.segmentIds) {
      if (!before.segmentIds.includes(segmentId))
        changes.push({ ...change, ...named(segmentId), change: 'entered' });
    }
    if (mustReschedule(before, after.dueAt, now)) checks.push({ profileId, dueAt: after.dueAt });
  }
  await saveMembershipChanges(sql, changes);
  await saveMembershipChecks(sql, checks);
  await insertDeliveries(sql, deps.webhooks, changes);
  return changes;
}

/** The segments that a profile is in, and when time alone can first change that; of the profile as it is stored. */
export function membershipOf(
  stored: Profile,
  { set, idOf }: StoredSegments,
  {
    now,
    halfLives,
    predictions = {},
  }: {
    readonly now: number;
    readonly halfLives: TagHalfLives;
    readonly predictions?: StoredMembership['predictions'] | undefined;
  },
): { readonly segmentIds: ReadonlySet<number>; readonly dueAt: number | undefined } {
  const context: SegmentContext = { now, halfLives, predictions, rules: set.rules };
  const segmentIds = new Set<number>();
  let dueAt: number | undefined;
  for (const { name, rule } of set.definitions) {
    const segmentId = idOf.get(name);
    if (segmentId === undefined) continue;
    const { isMember, changesAt } = evaluateSegment(rule, stored, context);
    if (isMember) segmentIds.add(segmentId);
    if (changesAt !== undefined && (dueAt === undefined || changesAt < dueAt)) dueAt = changesAt;
  }
  return { segmentIds, dueAt };
}

/**
 * A check that stands earlier than needed stays: looking once too often is cheaper than writing at every event of an
 * active user. One that has passed is being dealt with now.
 */
export function mustReschedule(
  { dueAt: known }: StoredMembership,
  wanted: number | undefined,
  now: number,
): boolean {
  if (known === undefined) return wanted !== undefined;
  return known <= now || (wanted !== undefined && wanted < known);
}
