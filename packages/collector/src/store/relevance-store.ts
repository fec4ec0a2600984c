import type { CrowdShares, RelevanceMix, RelevanceSource } from '@likeness/core';
import type { Statements } from './connect.ts';
import type { Dictionary } from './dictionary.ts';

/** What the relevance of a family's tags is read with, as it was learned. */
export interface LearnedRelevance {
  readonly family: string;
  readonly mix: RelevanceMix;
  readonly prior: number;
  readonly crowd: CrowdShares;
  /** Sessions that it was learned from, and how well it foresaw them. */
  readonly sessions: number;
  readonly hitRate: number;
  readonly ndcg: number;
}

/** Replaces what was learned of a site. */
export async function saveRelevance(
  sql: Statements,
  learned: readonly LearnedRelevance[],
  { siteId, tags, now }: { readonly siteId: number; readonly tags: Dictionary; readonly now: number },
): Promise<void> {
  const crowd = learned.flatMap(({ family, crowd: shares }) =>
    Object.entries(shares).map(([value, share]) => ({ tag: `${family}\t${value}`, share })),
  );
  const tagIds = await tags.encode(crowd.map(({ tag }) => tag));
  await sql`DELETE FROM likeness.tag_crowd WHERE site_id = ${siteId}`;
  await sql`DELETE FROM likeness.tag_relevance WHERE site_id = ${siteId}`;
  await sql`
    INSERT INTO likeness.tag_crowd (site_id, tag_id, share)
    SELECT ${siteId}, tag_id, share
    FROM unnest(${[...tagIds]}::int[], ${crowd.map(({ share }) => share)}::float8[]) AS u (tag_id, share)`;
  await sql`
    INSERT INTO likeness.tag_relevance (site_id, family, count_share, fast_share, slow_share, crowd_share, crowd_prior,
      sessions, hit_rate, ndcg, learned_at)
    SELECT ${siteId}, family, count_share, fast_share, slow_share, crowd_share, crowd_prior, sessions, hit_rate, ndcg,
      to_timestamp(${now}::float8 / 1000)
    FROM unnest(
      ${learned.map(({ family }) => family)}::text[],
      ${learned.map(({ mix }) => mix.count)}::float8[],
      ${learned.map(({ mix }) => mix.fast)}::float8[],
      ${learned.map(({ mix }) => mix.slow)}::float8[],
      ${learned.map(({ mix }) => mix.crowd)}::float8[],
      ${learned.map(({ prior }) => prior)}::float8[],
      ${learned.map(({ sessions }) => sessions)}::bigint[],
      ${learned.map(({ hitRate }) => hitRate)}::float8[],
      ${learned.map(({ ndcg }) => ndcg)}::float8[]
    ) AS u (family, count_share, fast_share, slow_share, crowd_share, crowd_prior, sessions, hit_rate, ndcg)`;
}

/** What the tags of one profile are read with, by family; the crowd as far as it shares them. */
export type ProfileRelevance = Readonly<Record<string, RelevanceSource>>;

/** Reads what was learned, as far as one profile needs it. */
export async function loadRelevance(sql: Statements, profileId: string): Promise<ProfileRelevance> {
  const rows = await sql<RelevanceRow[]>`
    SELECT m.family, m.count_share, m.fast_share, m.slow_share, m.crowd_share, m.crowd_prior,
      coalesce((
        SELECT jsonb_object_agg(t.value, c.share)
        FROM unnest(p.tag_ids) AS own (tag_id)
        JOIN likeness.tags t ON t.tag_id = own.tag_id AND t.family = m.family
        JOIN likeness.tag_crowd c ON c.site_id = p.site_id AND c.tag_id = own.tag_id
      ), '{}') AS crowd
    FROM likeness.profiles p
    JOIN likeness.tag_relevance m ON m.site_id = p.site_id
    WHERE p.profile_id = ${profileId}`;
  return Object.fromEntries(
    rows.map((row): [string, RelevanceSource] => [
      row.family,
      {
        mix: {
          count: row.count_share,
          fast: row.fast_share,
          slow: row.slow_share,
          crowd: row.crowd_share,
        },
        prior: row.crowd_prior,
        crowd: row.crowd,
      },
    ]),
  );
}

interface RelevanceRow {
  readonly family: string;
  readonly count_share: number;
  readonly fast_share: number;
  readonly slow_share: number;
  readonly crowd_share: number;
  readonly crowd_prior: number;
  readonly crowd: CrowdShares;
}
