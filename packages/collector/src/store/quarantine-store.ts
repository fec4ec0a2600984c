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

function digestOf(input: QuarantinedInput): string {
  const hex = hash('md5', `${input.source}\n${input.line ?? ''}\n${input.raw}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
