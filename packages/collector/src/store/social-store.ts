import { eventEdges, type LikenessEvent, socialHalfLifeMs } from '@likeness/core';
import type { PeopleEdge } from '../jobs/rank-people.ts';
import type { Statements } from './connect.ts';
import type { KeyedEvent } from './event-store.ts';
import { identityKey } from './identity-key.ts';

/** The sum of some events' acts of one identity towards another. */
interface EdgeSum {
  readonly fromKey: string;
  readonly toKey: string;
  readonly kind: string;
  readonly siteId: number;
  toldByFrom: number;
  toldByTo: number;
  weightFrom: number;
  weightTo: number;
  at: number;
}

/** Whether an event connects users, and so belongs into the social graph. */
export function connectsUsers(event: LikenessEvent): boolean {
  return eventEdges(event).length > 0;
}

/** Adds new events to the social graph of their site; most events connect nobody and cost nothing here. */
export async function saveSocialEdges(sql: Statements, events: readonly KeyedEvent[]): Promise<void> {
  const sums = sumEdges(events);
  if (sums.length === 0) return;
  const seconds = socialHalfLifeMs / 1_000;
  // Both weights are brought to the later of the two times; 800 half-lives are nothing, and more would underflow.
  const faded = (weight: string, at: string): string =>
    `${weight} * power(2, -least(800, extract(epoch FROM greatest(e.at, EXCLUDED.at) - ${at})::float8 / ${seconds}))`;
  await sql`
    INSERT INTO likeness.social_edges AS e
      (from_key, to_key, kind, site_id, told_by_from, told_by_to, weight_from, weight_to, at)
    SELECT from_key, to_key, kind, site_id, told_by_from, told_by_to, weight_from, weight_to, to_timestamp(at / 1000)
    FROM unnest(
      ${sums.map((s) => s.fromKey)}::bigint[], ${sums.map((s) => s.toKey)}::bigint[],
      ${sums.map((s) => s.kind)}::text[], ${sums.map((s) => s.siteId)}::int[],
      ${sums.map((s) => s.toldByFrom)}::int[], ${sums.map((s) => s.toldByTo)}::int[],
      ${sums.map((s) => s.weightFrom)}::float8[], ${sums.map((s) => s.weightTo)}::float8[],
      ${sums.map((s) => s.at)}::float8[]
    ) AS u (from_key, to_key, kind, site_id, told_by_from, told_by_to, weight_from, weight_to, at)
    -- One order for everybody, so that two transactions cannot wait for each other.
    ORDER BY from_key, to_key, kind
    ON CONFLICT (from_key, to_key, kind) DO UPDATE SET
      told_by_from = e.told_by_from + EXCLUDED.told_by_from,
      told_by_to = e.told_by_to + EXCLUDED.told_by_to,
      weight_from = ${sql.unsafe(`${faded('e.weight_from', 'e.at')} + ${faded('EXCLUDED.weight_from', 'EXCLUDED.at')}`)},
      weight_to = ${sql.unsafe(`${faded('e.weight_to', 'e.at')} + ${faded('EXCLUDED.weight_to', 'EXCLUDED.at')}`)},
      at = greatest(e.at, EXCLUDED.at)`;
}

function sumEdges(events: readonly KeyedEvent[]): readonly EdgeSum[] {
  const sums = new Map<string, EdgeSum>();
  for (const { event, siteId, deviceKey, userKey } of events) {
    const own = userKey ?? deviceKey;
    for (const { kind, direction, peer, amount, at } of eventEdges(event)) {
      const other = identityKey(siteId, 'user', peer);
      if (other === own) continue;
      const told = direction === 'out' ? 'From' : 'To';
      const [fromKey, toKey] = told === 'From' ? [own, other] : [other, own];
      const name = `${fromKey} ${toKey} ${kind}`;
      const none = { toldByFrom: 0, toldByTo: 0, weightFrom: 0, weightTo: 0 };
      const sum = sums.get(name) ?? { fromKey, toKey, kind, siteId, ...none, at };
      sums.set(name, sum);
      const later = Math.max(sum.at, at);
      const fade = (from: number): number => 2 ** (-(later - from) / socialHalfLifeMs);
      sum.weightFrom *= fade(sum.at);
      sum.weightTo *= fade(sum.at);
      sum[`weight${told}`] += fade(at);
      sum[`toldBy${told}`] += amount;
      sum.at = later;
    }
  }
  return [...sums.values()];
}

/** The sites that have a social graph. */
export async function socialSites(sql: Statements): Promise<readonly number[]> {
  const rows = await sql<{ site_id: number }[]>`
    SELECT site_id FROM likeness.social_edges UNION SELECT site_id FROM likeness.social_standings ORDER BY 1`;
  return rows.map((row) => row.site_id);
}

/**
 * The edges of a site between people, each id as the profile that it leads to, as of `now`; of more than `limit` the
 * strongest. A follow or friendship that stands counts 1, every act its decayed weight.
 */
export async function readPeopleEdges(
  sql: Statements,
  siteId: number,
  { now, limit }: { readonly now: number; readonly limit: number },
): Promise<readonly PeopleEdge[]> {
  return await sql<PeopleEdge[]>`
    SELECT "from", "to", strength, stands FROM (
      SELECT coalesce(f.profile_id, e.from_key) AS "from", coalesce(t.profile_id, e.to_key) AS "to",
        bool_or(acts.number > 0) AS stands,
        max((e.kind IN ('follow', 'friend') AND acts.number > 0)::int)
          + sum(likeness.decayed(
              greatest(e.weight_from, e.weight_to), e.at, interval '30 days', to_timestamp(${now}::float8 / 1000)
            )) AS strength
      FROM likeness.social_edges e
      CROSS JOIN LATERAL (
        SELECT CASE WHEN e.told_by_from::bigint * e.told_by_to < 0 THEN e.told_by_from + e.told_by_to
          ELSE greatest(e.told_by_from, e.told_by_to) END AS number
      ) AS acts
      LEFT JOIN likeness.identities f ON f.identity_key = e.from_key
      LEFT JOIN likeness.identities t ON t.identity_key = e.to_key
      WHERE e.site_id = ${siteId}
      GROUP BY 1, 2
    ) AS edges
    WHERE "from" <> "to" AND strength > 1e-6
    ORDER BY strength DESC, "from", "to" LIMIT ${limit}`;
}

/** One profile's place in the graph of its site. */
export interface SocialStanding {
  readonly outDegree: number;
  readonly inDegree: number;
  readonly reciprocity: number | undefined;
  readonly influence: number;
  readonly influenceRank: number;
  readonly community: number;
  /** People in it who have a profile. */
  readonly communitySize: number;
}

/** The communities of a site as they were, by profile. */
export async function readCommunities(sql: Statements, siteId: number): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ profile_id: string; community: number }[]>`
    SELECT profile_id, community FROM likeness.social_standings WHERE site_id = ${siteId}`;
  return new Map(rows.map((row) => [row.profile_id, row.community]));
}

/** Which of these have a profile of their own: in the graph there are also people who never sent an event. */
export async function withProfile(sql: Statements, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await sql<{ profile_id: string }[]>`
    SELECT profile_id FROM likeness.profiles
    WHERE profile_id = ANY(${[...ids]}::bigint[]) AND merged_into IS NULL`;
  return new Set(rows.map((row) => row.profile_id));
}

const chunkSize = 5_000;

/** Replaces the standings of a site by new ones, of those who have a profile; in a transaction. */
export async function saveStandings(
  sql: Statements,
  siteId: number,
  standings: readonly (SocialStanding & { readonly id: string })[],
  now: number,
): Promise<void> {
  await sql`DELETE FROM likeness.social_standings WHERE site_id = ${siteId}`;
  for (let at = 0; at < standings.length; at += chunkSize) {
    const chunk = standings.slice(at, at + chunkSize);
    await sql`
      INSERT INTO likeness.social_standings (
        profile_id, site_id, out_degree, in_degree, reciprocity, influence, influence_rank, community, community_size,
        computed_at
      )
      SELECT u.profile_id, ${siteId}::int, out_degree, in_degree, reciprocity, influence, influence_rank, community,
        community_size, to_timestamp(${now}::float8 / 1000)
      FROM unnest(
        ${chunk.map((s) => s.id)}::bigint[], ${chunk.map((s) => s.outDegree)}::int[],
        ${chunk.map((s) => s.inDegree)}::int[], ${chunk.map((s) => s.reciprocity ?? null)}::float8[],
        ${chunk.map((s) => s.influence)}::float8[], ${chunk.map((s) => s.influenceRank)}::int[],
        ${chunk.map((s) => s.community)}::int[], ${chunk.map((s) => s.communitySize)}::int[]
      ) AS u (
        profile_id, out_degree, in_degree, reciprocity, influence, influence_rank, community, community_size
      )
      JOIN likeness.profiles p ON p.profile_id = u.profile_id AND p.merged_into IS NULL`;
  }
}

/** A profile's place in the graph of its site; `undefined` where it has none or the job has not run. */
export async function readStanding(sql: Statements, profileId: string): Promise<SocialStanding | undefined> {
  const [row] = await sql<(Omit<SocialStanding, 'reciprocity'> & { reciprocity: number | null })[]>`
    SELECT out_degree AS "outDegree", in_degree AS "inDegree", reciprocity, influence,
      influence_rank AS "influenceRank", community, community_size AS "communitySize"
    FROM likeness.social_standings WHERE profile_id = ${profileId}`;
  return row === undefined ? undefined : { ...row, reciprocity: row.reciprocity ?? undefined };
}
