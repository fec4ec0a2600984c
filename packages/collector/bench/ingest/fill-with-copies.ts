import type postgres from 'postgres';

/** How many visitors to add, and how many events each of them has. */
export interface Filling {
  /** Numbers of the visitors, from the first to before the last. */
  readonly from: number;
  readonly to: number;
  readonly eventsEach: number;
}

/** Visitors that are copied. */
const templates = 1_000;
/** Visitors added by one transaction. */
const chunk = 20_000;

/**
 * Adds visitors by SQL as copies of those that the collector made: identity, profile, session, segments and events, each
 * with keys of its own, spread over the month so far. A million of them take minutes, where sending their events takes
 * an hour; what is measured afterwards only sees how large tables and indexes are.
 */
export async function fillWithCopies(sql: postgres.Sql, { from, to, eventsEach }: Filling): Promise<void> {
  await sql`
    CREATE TABLE IF NOT EXISTS public.template AS
    SELECT (row_number() OVER (ORDER BY profile_id) - 1)::int AS t, profile_id, identity_key
    FROM (SELECT profile_id, min(identity_key) AS identity_key FROM likeness.identities GROUP BY profile_id
      ORDER BY profile_id LIMIT ${sql.unsafe(String(templates))}) AS known`;
  await sql`
    CREATE TABLE IF NOT EXISTS public.template_event AS
    SELECT t.t, (row_number() OVER (PARTITION BY t.t ORDER BY e.event_id) - 1)::int AS n,
      count(*) OVER (PARTITION BY t.t)::int AS events, e.*
    FROM public.template t JOIN likeness.events e ON e.device_key = t.identity_key`;
  for (let first = from; first < to; first += chunk) {
    await addVisitors(sql, { from: first, to: Math.min(first + chunk, to), eventsEach });
  }
  await sql`VACUUM (ANALYZE)`;
  await sql`CHECKPOINT`;
}

async function addVisitors(sql: postgres.Sql, { from, to, eventsEach }: Filling): Promise<void> {
  // A copy's key is made as identityKey makes it; its events have ids of the month so far.
  await sql.begin(async (tx) => {
    await tx`
      CREATE TEMP TABLE added ON COMMIT DROP AS
      SELECT n, ('x' || substr(md5('1:anonymous:copy-' || n), 1, 16))::bit(64)::bigint AS key, t.*
      FROM generate_series(${tx.unsafe(String(from))}, ${tx.unsafe(String(to - 1))}) AS n
      JOIN public.template t ON t.t = n % (SELECT count(*)::int FROM public.template)`;
    await tx`
      INSERT INTO likeness.profiles
      SELECT (jsonb_populate_record(p, jsonb_build_object('profile_id', a.key))).*
      FROM added a JOIN likeness.profiles p ON p.profile_id = a.profile_id`;
    await tx`
      INSERT INTO likeness.identities (identity_key, site_id, kind, value, profile_id, first_seen_at)
      SELECT key, 1, 'anonymous', 'copy-' || n, key, now() FROM added`;
    await tx`
      INSERT INTO likeness.segment_members (profile_id, segment_id, site_id, entered_at, entered_by)
      SELECT a.key, m.segment_id, m.site_id, m.entered_at, m.entered_by
      FROM added a JOIN likeness.segment_members m ON m.profile_id = a.profile_id AND m.left_at IS NULL`;
    await tx`
      INSERT INTO likeness.segment_checks (profile_id, due_at)
      SELECT a.key, c.due_at FROM added a JOIN likeness.segment_checks c ON c.profile_id = a.profile_id`;
    await tx`
      INSERT INTO likeness.session_rows
      SELECT (jsonb_populate_record(s, jsonb_build_object('session_key', a.key, 'device_key', a.key))).*
      FROM added a JOIN likeness.session_rows s ON s.device_key = a.identity_key`;
    await tx`
      INSERT INTO likeness.events (
        device_key, event_id, user_key, session_key, occurred_at, received_at, original_at, sent_at,
        site_id, name_id, page_id, context_id, type, properties, extra
      )
      SELECT v.key, (
          lpad(to_hex((extract(epoch FROM v.at) * 1000)::bigint), 12, '0') || '7' ||
          substr(md5(v.n || ':' || v.i), 1, 3) || '8' || substr(md5(v.n || ':' || v.i), 4, 15)
        )::uuid,
        NULL, v.key, v.at, v.at, NULL, v.at, e.site_id, e.name_id, e.page_id, e.context_id, e.type,
        e.properties, e.extra
      FROM (
        SELECT a.n, a.t, a.key, i, date_trunc('month', now()) + random() * (now() - date_trunc('month', now())) AS at
        FROM added a CROSS JOIN generate_series(1, ${eventsEach}::int) AS i
      ) AS v JOIN public.template_event e ON e.t = v.t AND e.n = v.i % e.events`;
  });
}
