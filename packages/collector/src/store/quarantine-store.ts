import { hash } from 'node:crypto';
import { describeIssue, type Issue, storable } from '@likeness/core';
import type { Statements } from './connect.ts';

/** An input that could not be accepted. */
export interface QuarantinedInput {
  readonly siteId: number;
  readonly receivedAt: number;
  /** `http`, or `import:` and the name of the file. */
  readonly source: string;
  /** Line of the file, from 1. */
  readonly line?: number;
  readonly issues: readonly Issue[];
  /** What was sent, as text. */
  readonly raw: string;
}

/** Characters of the raw text that are kept. */
const rawLength = 65_536;

/** Puts inputs into quarantine; one that is there already (a retry) changes nothing. Answers how many were new. */
export async function quarantineInputs(
  sql: Statements,
  inputs: readonly QuarantinedInput[],
): Promise<number> {
  if (inputs.length === 0) return 0;
  const sorted = inputs
    .map((input) => ({ ...input, digest: digestOf(input) }))
    .sort((a, b) => (a.digest < b.digest ? -1 : 1));
  const rows = await sql`
    INSERT INTO likeness.quarantine (digest, site_id, received_at, source, line, reason, issues, raw)
    SELECT digest, site_id, to_timestamp(received_at / 1000), source, line, reason, issues::jsonb, raw
    FROM unnest(
      ${sorted.map((q) => q.digest)}::uuid[],
      ${sorted.map((q) => q.siteId)}::int[],
      ${sorted.map((q) => q.receivedAt)}::float8[],
      ${sorted.map((q) => storable(q.source))}::text[],
      ${sorted.map((q) => q.line ?? null)}::bigint[],
      ${sorted.map((q) => q.issues.map(describeIssue).join('; ').slice(0, 1_000))}::text[],
      ${sorted.map((q) => JSON.stringify(q.issues))}::text[],
      ${sorted.map((q) => storable(q.raw.slice(0, rawLength)))}::text[]
    ) AS u (digest, site_id, received_at, source, line, reason, issues, raw)
    ON CONFLICT (site_id, digest) DO NOTHING
    RETURNING 1`;
  return rows.length;
}

/** Forgets what came into quarantine before `at`; answers how much that was. */
export async function deleteQuarantined(sql: Statements, at: number): Promise<number> {
  const { count } = await sql`DELETE FROM likeness.quarantine WHERE received_at < ${new Date(at)}`;
  return count;
}

/** An entry of the quarantine. */
export interface QuarantineEntry {
  readonly id: number;
  readonly siteId: number;
  readonly site: string;
  readonly receivedAt: number;
  readonly source: string;
  readonly line: number | undefined;
  readonly reason: string;
  readonly raw: string;
  /** When it was replayed with success; absent while it waits. */
  readonly replayedAt: number | undefined;
}

/** Which entries to read: those named, or else page by page in the order of their numbers. */
export interface QuarantineQuery {
  readonly ids?: readonly number[];
  /** Only entries with a greater number. */
  readonly after?: number;
  /** `waiting` leaves out those that were replayed. */
  readonly state: 'waiting' | 'all';
  readonly limit: number;
}

/** Reads entries of the quarantine, lowest number first. */
export async function readQuarantine(
  sql: Statements,
  query: QuarantineQuery,
): Promise<readonly QuarantineEntry[]> {
  const rows = await sql<EntryRow[]>`
    SELECT q.quarantine_id::float8 AS id, q.site_id, s.name AS site,
      (extract(epoch FROM q.received_at) * 1000)::float8 AS received_at, q.source, q.line::float8 AS line,
      q.reason, q.raw, (extract(epoch FROM q.replayed_at) * 1000)::float8 AS replayed_at
    FROM likeness.quarantine q JOIN likeness.sites s USING (site_id)
    WHERE q.quarantine_id > ${query.after ?? 0}
      AND (${query.state === 'all'} OR q.replayed_at IS NULL)
      AND (${query.ids === undefined} OR q.quarantine_id = ANY(${[...(query.ids ?? [])]}::bigint[]))
    ORDER BY q.quarantine_id
    LIMIT ${query.limit}`;
  return rows.map((row) => ({
    id: row.id,
    siteId: row.site_id,
    site: row.site,
    receivedAt: row.received_at,
    source: row.source,
    line: row.line ?? undefined,
    reason: row.reason,
    raw: row.raw,
    replayedAt: row.replayed_at ?? undefined,
  }));
}

/** Marks entries as replayed, in the transaction that took their events in. */
export async function markReplayed(sql: Statements, ids: readonly number[], now: number): Promise<void> {
  await sql`
    UPDATE likeness.quarantine SET replayed_at = to_timestamp(${now}::float8 / 1000)
    WHERE quarantine_id = ANY(${[...ids]}::bigint[])`;
}

interface EntryRow {
  readonly id: number;
  readonly site_id: number;
  readonly site: string;
  readonly received_at: number;
  readonly source: string;
  readonly line: number | null;
  readonly reason: string;
  readonly raw: string;
  readonly replayed_at: number | null;
}

function digestOf(input: QuarantinedInput): string {
  const hex = hash('md5', `${input.source}\n${input.line ?? ''}\n${input.raw}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
