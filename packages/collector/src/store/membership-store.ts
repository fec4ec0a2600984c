import type { Statements } from './connect.ts';
import { rulesReadPredictions } from './prediction-store.ts';

/** What made a profile enter or leave. */
export type ChangeCause = 'event' | 'time' | 'rule' | 'merge';

/** A profile entered or left a segment. */
export interface MembershipChange {
  readonly siteId: number;
  readonly profileId: string;
  readonly segmentId: number;
  /** Its name. */
  readonly segment: string;
  readonly change: 'entered' | 'left';
  readonly cause: ChangeCause;
  /** By the collector's clock, epoch ms. */
  readonly at: number;
}

/** What is stored of one profile. */
export interface StoredMembership {
  readonly segmentIds: readonly number[];
  /** When to look at it again, epoch ms. */
  readonly dueAt: number | undefined;
  /** What is expected of the user, by name; absent where no rule asks for it. */
  readonly predictions?: Readonly<Record<string, number>>;
}

/** When to look at a profile again; `undefined` when time alone changes nothing. */
export interface MembershipCheck {
  readonly profileId: string;
  readonly dueAt: number | undefined;
}

/** The current memberships of profiles; every one that was asked for is in the answer. */
export async function loadMemberships(
  sql: Statements,
  profileIds: readonly string[],
): Promise<ReadonlyMap<string, StoredMembership>> {
  const rows = await sql<MembershipRow[]>`
    SELECT p.profile_id,
      ARRAY(
        SELECT m.segment_id FROM likeness.segment_members m
        WHERE m.profile_id = p.profile_id AND m.left_at IS NULL
      ) AS segment_ids,
      (extract(epoch FROM c.due_at) * 1000)::float8 AS due_at,
      CASE WHEN ${rulesReadPredictions(sql)} THEN (
        SELECT jsonb_object_agg(q.name, q.value) FROM likeness.profile_predictions q WHERE q.profile_id = p.profile_id
      ) END AS predictions
    FROM unnest(${[...profileIds]}::bigint[]) AS p (profile_id)
    LEFT JOIN likeness.segment_checks c ON c.profile_id = p.profile_id`;
  return new Map(
    rows.map(({ profile_id, segment_ids: segmentIds, due_at: dueAt, predictions }) => [
      profile_id,
      { segmentIds, dueAt: dueAt ?? undefined, ...(predictions === null ? {} : { predictions }) },
    ]),
  );
}

interface MembershipRow {
  readonly profile_id: string;
  readonly segment_ids: number[];
  readonly due_at: number | null;
  readonly predictions: Readonly<Record<string, number>> | null;
}

/** Writes entries and exits. */
export async function saveMembershipChanges(
  sql: Statements,
  changes: readonly MembershipChange[],
): Promise<void> {
  const left = changes.filter(({ change }) => change === 'left');
  const entered = changes.filter(({ change }) => change === 'entered');
  if (left.length > 0) {
    await sql`
      UPDATE likeness.segment_members m SET left_at = to_timestamp(u.at / 1000), left_by = u.cause
      FROM unnest(
        ${left.map((c) => c.profileId)}::bigint[], ${left.map((c) => c.segmentId)}::int[],
        ${left.map((c) => c.at)}::float8[], ${left.map((c) => c.cause)}::text[]
      ) AS u (profile_id, segment_id, at, cause)
      WHERE m.profile_id = u.profile_id AND m.segment_id = u.segment_id AND m.left_at IS NULL`;
  }
  if (entered.length > 0) {
    await sql`
      INSERT INTO likeness.segment_members (profile_id, segment_id, site_id, entered_at, entered_by)
      SELECT profile_id, segment_id, site_id, to_timestamp(at / 1000), cause
      FROM unnest(
        ${entered.map((c) => c.profileId)}::bigint[], ${entered.map((c) => c.segmentId)}::int[],
        ${entered.map((c) => c.siteId)}::int[], ${entered.map((c) => c.at)}::float8[],
        ${entered.map((c) => c.cause)}::text[]
      ) AS u (profile_id, segment_id, site_id, at, cause)`;
  }
}

/** Writes when to look at profiles again. */
export async function saveMembershipChecks(
  sql: Statements,
  checks: readonly MembershipCheck[],
): Promise<void> {
  const never = checks.filter(({ dueAt }) => dueAt === undefined);
  const due = checks.filter(({ dueAt }) => dueAt !== undefined);
  if (never.length > 0) {
    await sql`
      DELETE FROM likeness.segment_checks WHERE profile_id = ANY(${never.map((c) => c.profileId)}::bigint[])`;
  }
  if (due.length > 0) {
    await sql`
      INSERT INTO likeness.segment_checks (profile_id, due_at)
      SELECT profile_id, to_timestamp(due_at / 1000)
      FROM unnest(
        ${due.map((c) => c.profileId)}::bigint[], ${due.map((c) => c.dueAt ?? null)}::float8[]
      ) AS u (profile_id, due_at)
      ON CONFLICT (profile_id) DO UPDATE SET due_at = EXCLUDED.due_at`;
  }
}

/** The profiles that must be looked at by now, most overdue first. */
export async function dueProfiles(
  sql: Statements,
  now: number,
  limit: number,
): Promise<readonly { readonly profileId: string; readonly dueAt: number }[]> {
  const rows = await sql<{ profile_id: string; due_at: number }[]>`
    SELECT profile_id, (extract(epoch FROM due_at) * 1000)::float8 AS due_at FROM likeness.segment_checks
    WHERE due_at <= to_timestamp(${now / 1000}::float8) ORDER BY due_at LIMIT ${limit}`;
  return rows.map((row) => ({ profileId: row.profile_id, dueAt: row.due_at }));
}

/** A segment that a profile is in. */
export interface CurrentSegment {
  readonly name: string;
  readonly description: string;
  /** Epoch ms. */
  readonly enteredAt: number;
}

/** The segments that a profile is in, newest first. */
export async function currentSegments(
  sql: Statements,
  profileId: string,
): Promise<readonly CurrentSegment[]> {
  return await sql<CurrentSegment[]>`
    SELECT s.name, s.description, (extract(epoch FROM m.entered_at) * 1000)::float8 AS "enteredAt"
    FROM likeness.segment_members m JOIN likeness.segments s USING (segment_id)
    WHERE m.profile_id = ${profileId} AND m.left_at IS NULL
    ORDER BY m.entered_at DESC, s.name`;
}

/** Deletes memberships that ended before a time (epoch ms); answers how many. */
export async function deleteEndedMemberships(sql: Statements, before: number): Promise<number> {
  const deleted = await sql`
    DELETE FROM likeness.segment_members WHERE left_at < to_timestamp(${before / 1000}::float8)`;
  return deleted.count;
}
