import type { Statements } from './connect.ts';
import type { MembershipChange } from './membership-store.ts';

/** Which changes a webhook is told of. */
export interface WebhookSubscription {
  readonly name: string;
  /** Names of segments; left out, all. */
  readonly segments?: readonly string[];
}

/** One delivery that is due. */
export interface DueDelivery {
  readonly deliveryId: string;
  readonly webhook: string;
  readonly siteId: number;
  readonly profileId: string;
  readonly segment: string;
  readonly description: string;
  readonly change: 'entered' | 'left';
  /** Epoch ms, like `nextAttemptAt`. */
  readonly changedAt: number;
  readonly nextAttemptAt: number;
  readonly attempts: number;
  readonly ids: readonly { readonly kind: 'anonymous' | 'user'; readonly value: string }[];
}

/** What became of one attempt. */
export interface DeliveryOutcome {
  readonly deliveryId: string;
  readonly status: number | undefined;
  readonly error: string | undefined;
  /** `retry` at a time (epoch ms). */
  readonly next: { readonly what: 'delivered' | 'dead' } | { readonly what: 'retry'; readonly at: number };
}

/** Writes one delivery per change and webhook that wants it. */
export async function insertDeliveries(
  sql: Statements,
  webhooks: readonly WebhookSubscription[],
  changes: readonly MembershipChange[],
): Promise<void> {
  const rows = webhooks.flatMap(({ name, segments }) =>
    changes
      .filter(({ segment }) => segments === undefined || segments.includes(segment))
      .map((change) => ({ ...change, webhook: name })),
  );
  if (rows.length === 0) return;
  await sql`
    INSERT INTO likeness.webhook_deliveries
      (webhook, site_id, profile_id, segment_id, change, changed_at, next_attempt_at)
    SELECT webhook, site_id, profile_id, segment_id, change, to_timestamp(at / 1000), to_timestamp(at / 1000)
    FROM unnest(
      ${rows.map((r) => r.webhook)}::text[], ${rows.map((r) => r.siteId)}::int[],
      ${rows.map((r) => r.profileId)}::bigint[], ${rows.map((r) => r.segmentId)}::int[],
      ${rows.map((r) => r.change)}::text[], ${rows.map((r) => r.at)}::float8[]
    ) AS u (webhook, site_id, profile_id, segment_id, change, at)`;
}

/** Deliveries whose time has come, in order; a later one of the same profile and webhook waits for the earlier. */
export async function dueDeliveries(
  sql: Statements,
  now: number,
  limit: number,
): Promise<readonly DueDelivery[]> {
  return await sql<DueDelivery[]>`
    SELECT d.delivery_id AS "deliveryId", d.webhook, d.site_id AS "siteId", d.profile_id AS "profileId",
      s.name AS segment, s.description, d.change, d.attempts,
      (extract(epoch FROM d.changed_at) * 1000)::float8 AS "changedAt",
      (extract(epoch FROM d.next_attempt_at) * 1000)::float8 AS "nextAttemptAt",
      coalesce((
        SELECT jsonb_agg(jsonb_build_object('kind', i.kind, 'value', i.value) ORDER BY i.first_seen_at, i.value)
        FROM likeness.identities i WHERE i.profile_id = d.profile_id
      ), '[]'::jsonb) AS ids
    FROM likeness.webhook_deliveries d JOIN likeness.segments s USING (segment_id)
    WHERE d.next_attempt_at <= to_timestamp(${now / 1000}::float8)
      AND NOT EXISTS (
        SELECT 1 FROM likeness.webhook_deliveries earlier
        WHERE earlier.next_attempt_at IS NOT NULL AND earlier.delivery_id < d.delivery_id
          AND earlier.webhook = d.webhook AND earlier.profile_id = d.profile_id
          AND earlier.segment_id = d.segment_id
      )
    ORDER BY d.next_attempt_at, d.delivery_id
    LIMIT ${limit}`;
}

/** Records what became of attempts. */
export async function saveOutcomes(
  sql: Statements,
  outcomes: readonly DeliveryOutcome[],
  now: number,
): Promise<void> {
  if (outcomes.length === 0) return;
  await sql`
    UPDATE likeness.webhook_deliveries d SET
      attempts = d.attempts + 1,
      last_status = u.status,
      last_error = u.error,
      next_attempt_at = to_timestamp(u.retry_at / 1000),
      delivered_at = CASE WHEN u.what = 'delivered' THEN to_timestamp(${now / 1000}::float8) END,
      dead_at = CASE WHEN u.what = 'dead' THEN to_timestamp(${now / 1000}::float8) END
    FROM unnest(
      ${outcomes.map((o) => o.deliveryId)}::bigint[],
      ${outcomes.map((o) => o.status ?? null)}::int[],
      ${outcomes.map((o) => o.error ?? null)}::text[],
      ${outcomes.map((o) => o.next.what)}::text[],
      ${outcomes.map((o) => (o.next.what === 'retry' ? o.next.at : null))}::float8[]
    ) AS u (delivery_id, status, error, what, retry_at)
    WHERE d.delivery_id = u.delivery_id`;
}

/** Deletes what was delivered before a time (epoch ms); dead letters stay until somebody deals with them. */
export async function deleteDelivered(sql: Statements, before: number): Promise<number> {
  const deleted = await sql`
    DELETE FROM likeness.webhook_deliveries WHERE delivered_at < to_timestamp(${before / 1000}::float8)`;
  return deleted.count;
}

/** Sends dead letters again, all or those of one webhook; answers how many. */
export async function reviveDeliveries(
  sql: Statements,
  webhook: string | undefined,
  now: number,
): Promise<number> {
  const revived = await sql`
    UPDATE likeness.webhook_deliveries
    SET dead_at = NULL, attempts = 0, next_attempt_at = to_timestamp(${now / 1000}::float8)
    WHERE dead_at IS NOT NULL ${webhook === undefined ? sql`` : sql`AND webhook = ${webhook}`}`;
  return revived.count;
}
