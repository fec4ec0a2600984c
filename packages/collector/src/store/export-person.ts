import type postgres from 'postgres';
import { type Person, quarantineOf } from './person-store.ts';

/** One record of an export: what it is, and the row. */
export interface ExportedRecord {
  readonly kind:
    | 'id'
    | 'event'
    | 'session'
    | 'trait'
    | 'link'
    | 'segment'
    | 'delivery'
    | 'edge'
    | 'lifetime-value'
    | 'influence'
    | 'quarantine';
  readonly value: Readonly<Record<string, unknown>>;
}

/** Rows in memory at a time. */
const cursorRows = 500;

/** Everything that is kept of a person beside the profile itself, row by row; bounded in memory. */
export async function* exportPerson(sql: postgres.Sql, person: Person): AsyncGenerator<ExportedRecord> {
  for (const [kind, query] of queriesOf(sql, person)) {
    for await (const rows of query.cursor(cursorRows)) {
      for (const row of rows) yield { kind, value: row };
    }
  }
  const quarantined = await quarantineOf(sql, person);
  for (const id of quarantined) {
    const [row] = await sql`
      SELECT quarantine_id, received_at, source, line, reason, raw FROM likeness.quarantine
      WHERE site_id = ${person.siteId} AND quarantine_id = ${id}`;
    if (row !== undefined) yield { kind: 'quarantine', value: row };
  }
}

type RowsQuery = postgres.PendingQuery<Record<string, unknown>[]>;

function queriesOf(
  sql: postgres.Sql,
  person: Person,
): readonly (readonly [ExportedRecord['kind'], RowsQuery])[] {
  const { siteId, profileId } = person;
  const keys = [...person.keys];
  const devices = [...person.deviceKeys];
  const profileIds = [...person.profileIds];
  return [
    [
      'id',
      sql`
        SELECT kind, value, first_seen_at, linked_at, linked_by_event FROM likeness.profile_ids
        WHERE profile_id = ${profileId} AND site_id = ${siteId} ORDER BY first_seen_at, value`,
    ],
    [
      'event',
      sql`
        SELECT e.event_id, (ARRAY['track', 'identify', 'page', 'screen', 'group', 'alias'])[e.type + 1] AS type,
          n.value AS name, e.occurred_at, e.received_at, e.original_at, e.sent_at, u.value AS user_id,
          CASE WHEN d.kind = 'anonymous' THEN d.value END AS anonymous_id, e.properties, page.value AS page,
          c.value AS context, e.extra
        FROM likeness.events e
        LEFT JOIN likeness.identities d ON d.identity_key = e.device_key
        LEFT JOIN likeness.identities u ON u.identity_key = e.user_key
        LEFT JOIN likeness.texts n ON n.text_id = e.name_id
        LEFT JOIN likeness.contexts page ON page.context_id = e.page_id
        LEFT JOIN likeness.contexts c ON c.context_id = e.context_id
        WHERE e.device_key = ANY(${devices}::bigint[]) AND (
          e.user_key = ANY(${keys}::bigint[]) OR (e.user_key IS NULL AND e.device_key = ANY(${keys}::bigint[]))
        )
        ORDER BY e.occurred_at, e.event_id`,
    ],
    [
      'session',
      sql`
        SELECT s.session_id, s.first_at, s.last_at, s.events, s.page_views, s.searches, s.orders, s.visible_ms, s.landing
        FROM likeness.session_rows s
        WHERE s.device_key = ANY(${devices}::bigint[]) AND (
          s.user_key = ANY(${keys}::bigint[]) OR (s.user_key IS NULL AND s.device_key = ANY(${keys}::bigint[]))
        )
        ORDER BY s.first_at, s.session_key`,
    ],
    [
      'trait',
      sql`
        SELECT name, value, stated_at, source FROM likeness.profile_traits
        WHERE profile_id = ${profileId} ORDER BY name`,
    ],
    [
      'link',
      sql`
        SELECT merged_at, from_profile_id, into_profile_id, event_id, reason FROM likeness.profile_merges
        WHERE into_profile_id = ANY(${profileIds}::bigint[]) OR from_profile_id = ANY(${profileIds}::bigint[])
        ORDER BY merged_at, merge_id`,
    ],
    [
      'segment',
      sql`
        SELECT segment, entered_at, left_at, entered_by, left_by FROM likeness.segment_memberships
        WHERE profile_id = ANY(${profileIds}::bigint[]) ORDER BY entered_at, segment`,
    ],
    [
      'delivery',
      sql`
        SELECT d.webhook, s.name AS segment, d.change, d.changed_at, d.attempts, d.delivered_at
        FROM likeness.webhook_deliveries d JOIN likeness.segments s USING (segment_id)
        WHERE d.profile_id = ANY(${profileIds}::bigint[]) ORDER BY d.delivery_id`,
    ],
    [
      'edge',
      sql`
        SELECT g.from_id, g.to_id, g.kind, g.acts, g.last_at FROM likeness.social_graph g
        WHERE g.from_profile_id = ${profileId} OR g.to_profile_id = ${profileId}
        ORDER BY g.last_at, g.kind`,
    ],
    [
      'lifetime-value',
      sql`
        SELECT currency, value, expected_orders, order_value, alive, computed_at FROM likeness.profile_lifetime_value
        WHERE profile_id = ${profileId} ORDER BY currency`,
    ],
    [
      'influence',
      sql`
        SELECT out_degree, in_degree, reciprocity, influence, influence_rank, community, computed_at
        FROM likeness.profile_influence WHERE profile_id = ${profileId}`,
    ],
  ];
}
