import { emptyProfile, err, foldEvents, ok, type Result } from '@likeness/core';
import type { Statements } from '../store/connect.ts';
import { parseProfileRef } from '../store/find-profile.ts';
import { identityKey } from '../store/identity-key.ts';
import { eventsKeptSince } from '../store/partitions.ts';
import type { Placement } from '../store/placement.ts';
import { readProfileEvents } from '../store/profile-events.ts';
import type { SavedProfile } from '../store/profile-store.ts';
import { lockProfileIdentities, readAliasLinks, saveUnmerge } from '../store/unlink-store.ts';
import type { ApplyDeps } from './apply-batch.ts';
import { evaluateSegments } from './evaluate-segments.ts';
import { planUnmerge, type UnmergePlan, type UnmergeRefusal } from './plan-unmerge.ts';
import type { Identity } from './resolve-identity.ts';
import { retryConflicts } from './retry-conflicts.ts';

/** A link to undo. */
export interface UnmergeRequest {
  readonly siteId: number;
  /** A user id or an anonymous id; `user_id:x` and `anonymous_id:x` name the kind. */
  readonly id: string;
  /** The id that it is linked with; needed where there are several. */
  readonly from?: string | undefined;
  /** In the operator's words. */
  readonly reason: string;
}

/** One of the two profiles afterwards. */
export interface SplitProfile {
  readonly profileId: string;
  readonly ids: readonly { readonly kind: Identity['kind']; readonly value: string }[];
  /** Events folded into it. */
  readonly events: number;
}

/** What was undone. */
export interface Unmerged {
  /** The id that was taken out, and the one that it was linked with. */
  readonly id: string;
  readonly from: string;
  /** The event that had linked them. */
  readonly eventId: string | undefined;
  /** `together` when another link still holds the two in one profile. */
  readonly outcome: 'apart' | 'together';
  /** Where the id is now, then what is left; one profile when they are together. */
  readonly profiles: readonly SplitProfile[];
}

/** Why nothing was undone. */
export type UnmergeError =
  | { readonly code: 'unknown-id'; readonly id: string }
  | { readonly code: 'not-linked'; readonly id: string; readonly devices: readonly string[] }
  | { readonly code: 'several-links'; readonly id: string; readonly others: readonly string[] }
  /** What is to be taken apart can no longer be folded: the first events were dropped. */
  | { readonly code: 'events-dropped'; readonly id: string };

/**
 * Undoes one link between two ids, in one transaction beside ingest: both profiles are folded from the events that are
 * theirs now, the undoing is recorded, and what had linked the two before this time counts no more, also when it
 * arrives late.
 *
 * Other processes notice by the versions of the profiles, which all who write check.
 */
export async function unmerge(
  deps: ApplyDeps,
  request: UnmergeRequest,
): Promise<Result<Unmerged, UnmergeError>> {
  return await retryConflicts(() => deps.sql.begin(async (sql) => await unmergeIn(sql, deps, request)));
}

async function unmergeIn(
  sql: Statements,
  deps: ApplyDeps,
  { siteId, id, from, reason }: UnmergeRequest,
): Promise<Result<Unmerged, UnmergeError>> {
  const { members, key } = await lockById(sql, deps.placement, { siteId, id });
  const otherKey = from === undefined ? undefined : memberOf(members, siteId, from)?.identityKey;
  if (key === undefined) return err({ code: 'unknown-id', id });
  if (from !== undefined && otherKey === undefined) return err({ code: 'not-linked', id, devices: [] });
  const planned = planUnmerge(members, await readAliasLinks(sql, members), { identityKey: key, otherKey });
  if (!planned.ok) return err(refusalOf(id, planned.error));
  const plan = planned.value;
  const now = deps.now();
  const profileIds = [...new Set([plan.profileId, plan.identity.profileId])];
  const stored = await deps.profiles.lock(sql, profileIds);
  const { firstAt } = stored.get(plan.identity.profileId) ?? {};
  if (firstAt !== undefined && firstAt < (await eventsKeptSince(sql)))
    return err({ code: 'events-dropped', id });
  await saveUnmerge(sql, deps.placement, plan, { reason, now });
  const histories = await readProfileEvents(sql, profileIds, deps);
  const saved = profileIds.map(
    (profileId): SavedProfile => ({
      profileId,
      siteId,
      profile: foldEvents(emptyProfile(), histories.get(profileId) ?? [], deps.rules),
      updatedAt: now,
    }),
  );
  await deps.profiles.save(sql, saved);
  if (deps.segments !== undefined) {
    await evaluateSegments(sql, deps.segments, { profiles: saved, cause: 'rule', now });
  }
  return ok(describe(plan, saved));
}

/** The identity that an id names, a user before a device, with all others of its profile, locked. */
async function lockById(
  sql: Statements,
  placement: Placement,
  { siteId, id }: Pick<UnmergeRequest, 'siteId' | 'id'>,
): Promise<{ readonly members: readonly Identity[]; readonly key: string | undefined }> {
  for (const key of keysOf(siteId, id)) {
    const members = await lockProfileIdentities(sql, placement, key);
    if (members.length > 0) return { members, key };
  }
  return { members: [], key: undefined };
}

function memberOf(members: readonly Identity[], siteId: number, id: string): Identity | undefined {
  const keys = keysOf(siteId, id);
  return members.find(({ identityKey }) => keys.includes(identityKey));
}

function keysOf(siteId: number, id: string): readonly string[] {
  const { kinds, value } = parseProfileRef(id);
  return kinds.map((kind) => identityKey(siteId, kind, value));
}

function refusalOf(id: string, refusal: UnmergeRefusal): UnmergeError {
  return refusal.code === 'not-linked'
    ? { code: refusal.code, id, devices: refusal.devices.map(({ value }) => value) }
    : { code: refusal.code, id, others: refusal.others.map(({ value }) => value) };
}

function describe(plan: UnmergePlan, saved: readonly SavedProfile[]): Unmerged {
  const { identity, other, moved, stay } = plan;
  const isApart = moved.length > 0;
  const split = (profileId: string, members: readonly Identity[]): SplitProfile => ({
    profileId,
    ids: members.map(({ kind, value }) => ({ kind, value })),
    events: saved.find((profile) => profile.profileId === profileId)?.profile.events ?? 0,
  });
  const sides = isApart
    ? [split(plan.profileId, moved), split(identity.profileId, stay)]
    : [split(identity.profileId, stay)];
  const isFirst = ({ ids }: SplitProfile): boolean => ids.some(({ value }) => value === identity.value);
  return {
    id: identity.value,
    from: other.value,
    eventId: plan.eventId,
    outcome: isApart ? 'apart' : 'together',
    profiles: sides.sort((a, b) => Number(isFirst(b)) - Number(isFirst(a))),
  };
}

/** Says why nothing was undone, and what to do instead; `option` is how the other id is named there. */
export function describeUnmergeError(error: UnmergeError, option: string): string {
  switch (error.code) {
    case 'unknown-id':
      return `no profile has the id ${error.id}: give a user id or an anonymous id`;
    case 'not-linked':
      return error.devices.length === 0
        ? `${error.id} has no such link: the view likeness.link_history shows what was linked`
        : `${error.id} is linked with no other user; to take out a device give its id: ${error.devices.join(', ')}`;
    case 'events-dropped':
      return `the first events of ${error.id} were dropped when their retention was over: what they told cannot be divided any more`;
    case 'several-links':
      return `${error.id} is linked with ${error.others.join(' and ')}: say which by ${option}`;
  }
}
