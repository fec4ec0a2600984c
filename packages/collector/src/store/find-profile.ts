import type { Profile } from '@likeness/core';
import type { Statements } from './connect.ts';
import { type IdentityKind, identityKey } from './identity-key.ts';
import { type CurrentSegment, currentSegments } from './membership-store.ts';
import { readPredictions, type StoredPrediction } from './prediction-store.ts';
import type { ProfileStore } from './profile-store.ts';
import { loadRelevance, type ProfileRelevance } from './relevance-store.ts';
import { readStanding, type SocialStanding } from './social-store.ts';

/** A profile with the ids that lead to it, first seen first. */
export interface FoundProfile {
  readonly profileId: string;
  readonly ids: readonly { readonly kind: 'anonymous' | 'user'; readonly value: string }[];
  readonly profile: Profile;
  readonly segments: readonly CurrentSegment[];
  /** What the relevance of its tags is read with. */
  readonly relevance: ProfileRelevance;
  /** Its place in the social graph of the site, where it has one. */
  readonly standing?: SocialStanding;
  readonly predictions: readonly StoredPrediction[];
}

/**
 * Finds a profile of a site by a user id, an anonymous id or a profile id, in this order; `user_id:x` and
 * `anonymous_id:x` name the kind. A profile id that was merged away leads to where it went.
 */
export async function findProfile(
  sql: Statements,
  profiles: ProfileStore,
  siteId: number,
  id: string,
): Promise<FoundProfile | undefined> {
  const profileId = await findProfileId(sql, siteId, id);
  if (profileId === undefined) return undefined;
  const loaded = await profiles.load(sql, [profileId]);
  const profile = loaded.get(profileId);
  if (profile === undefined) return undefined;
  const ids = await sql<{ kind: 'anonymous' | 'user'; value: string }[]>`
    SELECT kind, value FROM likeness.identities
    WHERE profile_id = ${profileId} AND site_id = ${siteId} ORDER BY first_seen_at, value`;
  const [segments, relevance, predictions] = await Promise.all([
    currentSegments(sql, profileId),
    loadRelevance(sql, profileId),
    readPredictions(sql, profileId),
  ]);
  const standing = await readStanding(sql, profileId);
  return {
    profileId,
    ids: ids.map(({ kind, value }) => ({ kind, value })),
    profile,
    segments,
    relevance,
    predictions,
    ...(standing === undefined ? {} : { standing }),
  };
}

/** An id as a reader may write it: `user_id:x` and `anonymous_id:x` name the kind, else both kinds are meant. */
export function parseProfileRef(id: string): {
  readonly kinds: readonly IdentityKind[];
  readonly value: string;
} {
  const named = /^(user_id|anonymous_id):(.+)$/s.exec(id);
  if (named === null) return { kinds: ['user', 'anonymous'], value: id };
  return { kinds: [named[1] === 'user_id' ? 'user' : 'anonymous'], value: named[2] ?? '' };
}

/** The id of the profile that an id leads to; see {@link findProfile}. */
export async function findProfileId(
  sql: Statements,
  siteId: number,
  id: string,
): Promise<string | undefined> {
  const { kinds, value } = parseProfileRef(id);
  const keys = kinds.map((kind) => identityKey(siteId, kind, value));
  const [known] = await sql<{ profile_id: string }[]>`
    SELECT profile_id FROM likeness.identities
    WHERE identity_key = ANY(${keys}::bigint[]) AND site_id = ${siteId}
    ORDER BY kind = 'user' DESC LIMIT 1`;
  if (known !== undefined) return known.profile_id;
  if (!/^-?\d{1,19}$/.test(id) || BigInt.asIntN(64, BigInt(id)) !== BigInt(id)) return undefined;
  for (let next = id; ; ) {
    const [row] = await sql<{ profile_id: string; merged_into: string | null }[]>`
      SELECT profile_id, merged_into FROM likeness.profiles WHERE profile_id = ${next} AND site_id = ${siteId}`;
    if (row === undefined) return undefined;
    if (row.merged_into === null) return row.profile_id;
    next = row.merged_into;
  }
}
