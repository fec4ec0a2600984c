import type postgres from 'postgres';

/** What is stored, without what says only when or how often it was written. */
export async function storedTables(sql: postgres.Sql): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const rows = async (query: string): Promise<readonly unknown[]> =>
    (await sql.unsafe<{ row: unknown }[]>(query)).map(({ row }) => row);
  return {
    events: await rows(`
      SELECT to_jsonb(e) - 'name_id' - 'page_id' - 'context_id' || jsonb_build_object(
        'name', t.value, 'page', p.value, 'context', c.value) AS row
      FROM likeness.events e LEFT JOIN likeness.texts t ON t.text_id = e.name_id
      LEFT JOIN likeness.contexts p ON p.context_id = e.page_id LEFT JOIN likeness.contexts c ON c.context_id = e.context_id
      ORDER BY e.event_id`),
    sessions: await rows('SELECT to_jsonb(s) AS row FROM likeness.session_rows s ORDER BY session_key'),
    identities: await rows('SELECT to_jsonb(i) AS row FROM likeness.identities i ORDER BY identity_key'),
    profiles: await rows(`
      SELECT to_jsonb(p) - 'version' - 'tag_ids' - 'tag_counts' - 'tag_fast' - 'tag_slow' - 'count_ids' - 'counts'
        - 'count_first_at' - 'count_last_at' AS row
      FROM likeness.profiles p ORDER BY profile_id`),
    // Not by the view, which decays to the time of reading.
    tags: await rows(`
      SELECT jsonb_build_array(profile_id, family, value, count, fast, slow) AS row
      FROM likeness.profiles, unnest(tag_ids, tag_counts, tag_fast, tag_slow) AS u (tag_id, count, fast, slow)
      JOIN likeness.tags USING (tag_id) ORDER BY profile_id, family, value`),
    counts: await rows('SELECT to_jsonb(c) AS row FROM likeness.profile_counts c ORDER BY to_jsonb(c)'),
    memberships: await rows(`
      SELECT jsonb_build_array(profile_id, segment_id, entered_at, left_at) AS row FROM likeness.segment_members
      ORDER BY profile_id, segment_id, membership_id`),
    checks: await rows('SELECT to_jsonb(c) AS row FROM likeness.segment_checks c ORDER BY profile_id'),
  };
}
