import { layOutEventId } from '@likeness/core';
import type { Statements } from './connect.ts';

/** How much there is. */
export interface SiteTotals {
  readonly events: number;
  readonly profiles: number;
  /** Events received within the last minute. */
  readonly eventsPerMinute: number;
}

/** Everything the overview of the dashboard shows. */
export interface SiteStats {
  readonly events: number;
  readonly profiles: number;
  readonly sessions: number;
  readonly quarantined: number;
  /** Events received in each of the last 60 minutes, oldest first. */
  readonly perMinute: readonly { readonly at: string; readonly count: number }[];
  readonly topTags: readonly {
    readonly family: string;
    readonly value: string;
    readonly weight: number;
    readonly profiles: number;
  }[];
  readonly topEvents: readonly { readonly name: string; readonly count: number }[];
  readonly topSearches: readonly { readonly query: string; readonly count: number }[];
}

/** One profile in a list. */
export interface ProfileListing {
  readonly profileId: string;
  readonly user: string;
  readonly lastAt: string | null;
  readonly events: number;
  readonly topTags: readonly { readonly family: string; readonly value: string; readonly weight: number }[];
  readonly orders: number;
  readonly revenue: number;
}

const minuteMs = 60_000;

/** Counts a site's events and profiles. */
export async function siteTotals(sql: Statements, siteId: number, now: number): Promise<SiteTotals> {
  const [row] = await sql<SiteTotals[]>`
    SELECT
      coalesce(sum(events), 0)::float8 AS events,
      (count(*) FILTER (WHERE merged_into IS NULL))::float8 AS profiles,
      (
        SELECT count(*) FROM likeness.events
        WHERE site_id = ${siteId} AND event_id >= ${lowestId(now - 60 * minuteMs)}
          AND received_at > to_timestamp(${(now - minuteMs) / 1000})
      )::float8 AS "eventsPerMinute"
    FROM likeness.profiles WHERE site_id = ${siteId}`;
  return row ?? { events: 0, profiles: 0, eventsPerMinute: 0 };
}

/** Reads the overview of a site. Profiles touched within 90 days count towards its tags and events. */
export async function siteStats(sql: Statements, siteId: number, now: number): Promise<SiteStats> {
  const [totals, counts, perMinute, liked, topEvents, topSearches] = await Promise.all([
    siteTotals(sql, siteId, now),
    sql<{ sessions: number; quarantined: number }[]>`
      SELECT
        (SELECT count(*) FROM likeness.session_rows WHERE site_id = ${siteId})::float8 AS sessions,
        (SELECT count(*) FROM likeness.quarantine WHERE site_id = ${siteId} AND replayed_at IS NULL)::float8
          AS quarantined`,
    eventsPerMinute(sql, siteId, now),
    topTags(sql, siteId),
    sql<SiteStats['topEvents'][number][]>`
      SELECT t.value AS name, top.count
      FROM (
        SELECT packed.text_id, sum(packed.count)::float8 AS count
        FROM likeness.profiles p CROSS JOIN LATERAL unnest(p.count_ids, p.counts) AS packed (text_id, count)
        WHERE p.site_id = ${siteId} AND p.merged_into IS NULL
        GROUP BY packed.text_id ORDER BY 2 DESC LIMIT 12
      ) top
      JOIN likeness.texts t ON t.text_id = top.text_id
      ORDER BY top.count DESC, name`,
    sql<SiteStats['topSearches'][number][]>`
      SELECT t.value AS query, sum(packed.count)::float8 AS count
      FROM likeness.profiles p CROSS JOIN LATERAL unnest(p.tag_ids, p.tag_counts) AS packed (tag_id, count)
      JOIN likeness.tags t ON t.tag_id = packed.tag_id AND t.family = 'search'
      WHERE p.site_id = ${siteId} AND p.merged_into IS NULL AND p.last_at > now() - interval '90 days'
      GROUP BY t.value ORDER BY 2 DESC, query LIMIT 12`,
  ]);
  const { events, profiles } = totals;
  return {
    events,
    profiles,
    sessions: counts[0]?.sessions ?? 0,
    quarantined: counts[0]?.quarantined ?? 0,
    perMinute,
    topTags: liked,
    topEvents,
    topSearches,
  };
}

/**
 * What people who were here within 90 days like, added up. Written for the whole table: the view `profile_tags` ranks
 * every profile's tags first, which a sum does not need. When and with what people came is left out.
 */
async function topTags(sql: Statements, siteId: number): Promise<SiteStats['topTags']> {
  return await sql<SiteStats['topTags'][number][]>`
    SELECT family, value, weight, profiles FROM (
      SELECT t.family, t.value, count(*)::float8 AS profiles,
        sum(
          likeness.decayed(packed.fast, p.last_at, coalesce(own.fast, usual.fast))
          + likeness.decayed(packed.slow, p.last_at, coalesce(own.slow, usual.slow))
        ) / 2 AS weight
      FROM likeness.profiles p
      CROSS JOIN LATERAL unnest(p.tag_ids, p.tag_fast, p.tag_slow) AS packed (tag_id, fast, slow)
      JOIN likeness.tags t ON t.tag_id = packed.tag_id AND t.family NOT IN ('hour', 'weekday', 'device', 'price')
      JOIN likeness.tag_half_lives usual ON usual.family = ''
      LEFT JOIN likeness.tag_half_lives own ON own.family = t.family AND own.family <> ''
      WHERE p.site_id = ${siteId} AND p.merged_into IS NULL AND p.last_at > now() - interval '90 days'
      GROUP BY t.family, t.value
    ) AS sums
    WHERE weight > 0 ORDER BY weight DESC, value LIMIT 40`;
}

/** The profiles of a site that were active last; `query` keeps those one of whose ids contains it. */
export async function listProfiles(
  sql: Statements,
  where: { readonly siteId: number; readonly limit: number; readonly query: string | undefined },
): Promise<readonly ProfileListing[]> {
  const query = where.query === undefined || where.query === '' ? undefined : where.query;
  const rows = await sql<ListingRow[]>`
    SELECT s.profile_id, coalesce(s.user_id, s.anonymous_ids[1], s.profile_id::text) AS user, s.last_at,
      s.events::float8 AS events, s.orders::float8 AS orders, s.revenue::float8 AS revenue,
      coalesce((
        SELECT jsonb_agg(t) FROM (
          SELECT family, value, weight FROM likeness.profile_tags
          WHERE profile_id = s.profile_id AND weight > 0
            AND family NOT IN ('product', 'search-term', 'hour', 'weekday', 'device', 'price')
          ORDER BY weight DESC, value LIMIT 4
        ) t
      ), '[]'::jsonb) AS top_tags
    FROM likeness.profile_summary s
    WHERE s.site_id = ${where.siteId}
      ${
        query === undefined
          ? sql``
          : sql`AND EXISTS (
              SELECT 1 FROM likeness.identities i
              WHERE i.profile_id = s.profile_id AND strpos(lower(i.value), lower(${query})) > 0
            )`
      }
    ORDER BY s.last_at DESC NULLS LAST
    LIMIT ${where.limit}`;
  return rows.map((row) => ({
    profileId: row.profile_id,
    user: row.user,
    lastAt: row.last_at?.toISOString() ?? null,
    events: row.events,
    topTags: row.top_tags,
    orders: row.orders,
    revenue: row.revenue,
  }));
}

interface ListingRow {
  readonly profile_id: string;
  readonly user: string;
  readonly last_at: Date | null;
  readonly events: number;
  readonly orders: number;
  readonly revenue: number;
  readonly top_tags: ProfileListing['topTags'];
}

async function eventsPerMinute(
  sql: Statements,
  siteId: number,
  now: number,
): Promise<SiteStats['perMinute']> {
  const first = (Math.floor(now / minuteMs) - 59) * minuteMs;
  const rows = await sql<{ minute: number; count: number }[]>`
    SELECT floor(extract(epoch FROM received_at) / 60)::float8 AS minute, count(*)::float8 AS count
    FROM likeness.events
    WHERE site_id = ${siteId} AND event_id >= ${lowestId(first - 60 * minuteMs)}
      AND received_at >= to_timestamp(${first / 1000})
    GROUP BY 1`;
  const counts = new Map(rows.map((row) => [row.minute * minuteMs, row.count]));
  return Array.from({ length: 60 }, (_, i) => {
    const at = first + i * minuteMs;
    return { at: new Date(at).toISOString(), count: counts.get(at) ?? 0 };
  });
}

/** The lowest id of a time: with it Postgres looks only into the partitions that can hold later events. */
function lowestId(at: number): string {
  return `${layOutEventId(at, '').slice(0, 13)}-0000-0000-000000000000`;
}
