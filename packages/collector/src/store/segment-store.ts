import {
  createSegmentSet,
  describeSegmentRule,
  parseSegmentRule,
  type SegmentDefinition,
  type SegmentRule,
  type SegmentSet,
} from '@likeness/core';
import type { Statements } from './connect.ts';

/** The segments in use and their numbers. */
export interface StoredSegments {
  readonly set: SegmentSet;
  readonly idOf: ReadonlyMap<string, number>;
  readonly nameOf: ReadonlyMap<number, string>;
  /** The families of tags that any of the rules reads. */
  readonly families: ReadonlySet<string>;
}

/**
 * Makes the table agree with a configuration: new segments are added, changed ones rewritten, missing ones retired.
 * Answers whether any rule is new or changed, so that everybody must be looked at again.
 */
export async function syncSegments(
  sql: Statements,
  definitions: readonly SegmentDefinition[],
  now: number,
): Promise<'changed' | 'unchanged'> {
  const rows = definitions.map(({ name, description, rule }) => {
    const inWords = describeSegmentRule(rule);
    return { name, description: description ?? inWords, inWords, rule: JSON.stringify(rule) };
  });
  const changed = await sql`
    INSERT INTO likeness.segments AS s (name, description, in_words, rule, created_at, changed_at)
    SELECT name, description, in_words, rule::jsonb, at, at
    FROM unnest(
      ${rows.map((row) => row.name)}::text[],
      ${rows.map((row) => row.description)}::text[],
      ${rows.map((row) => row.inWords)}::text[],
      ${rows.map((row) => row.rule)}::text[]
    ) AS u (name, description, in_words, rule), to_timestamp(${now / 1000}::float8) AS at
    ORDER BY name
    ON CONFLICT (name) DO UPDATE SET
      description = EXCLUDED.description, in_words = EXCLUDED.in_words, rule = EXCLUDED.rule,
      changed_at = EXCLUDED.changed_at, retired_at = NULL
    WHERE s.rule <> EXCLUDED.rule OR s.retired_at IS NOT NULL
    RETURNING s.segment_id`;
  await sql`
    UPDATE likeness.segments s SET description = u.description
    FROM unnest(${rows.map((row) => row.name)}::text[], ${rows.map((row) => row.description)}::text[])
      AS u (name, description)
    WHERE s.name = u.name AND s.description <> u.description`;
  const retired = await sql`
    UPDATE likeness.segments SET retired_at = to_timestamp(${now / 1000}::float8)
    WHERE retired_at IS NULL AND name <> ALL(${rows.map((row) => row.name)}::text[])
    RETURNING segment_id`;
  return changed.length + retired.length > 0 ? 'changed' : 'unchanged';
}

/** Loads the segments in use. A rule that this version does not know is left out, as if its segment were retired. */
export async function loadSegments(sql: Statements): Promise<StoredSegments> {
  const rows = await sql<{ segment_id: number; name: string; description: string; rule: unknown }[]>`
    SELECT segment_id, name, description, rule FROM likeness.segments WHERE retired_at IS NULL ORDER BY segment_id`;
  const definitions = rows.flatMap(({ name, description, rule }): readonly SegmentDefinition[] => {
    const parsed = parseSegmentRule(rule);
    return parsed.ok ? [{ name, description, rule: parsed.value }] : [];
  });
  const set = createSegmentSet(definitions);
  const names = new Set(set.ok ? definitions.map(({ name }) => name) : []);
  const known = rows.filter(({ name }) => names.has(name));
  return {
    set: set.ok ? set.value : { definitions: [], rules: new Map() },
    idOf: new Map(known.map((row) => [row.name, row.segment_id])),
    nameOf: new Map(rows.map((row) => [row.segment_id, row.name])),
    families: new Set(definitions.flatMap(({ rule }) => familiesIn(rule))),
  };
}

function familiesIn(rule: SegmentRule): readonly string[] {
  if ('all' in rule) return rule.all.flatMap(familiesIn);
  if ('any' in rule) return rule.any.flatMap(familiesIn);
  if ('not' in rule) return familiesIn(rule.not);
  return 'of' in rule && rule.of.measure === 'tag' ? [rule.of.family] : [];
}

/** One segment with the number of its members at one site. */
export interface SegmentListing {
  readonly name: string;
  readonly description: string;
  readonly inWords: string;
  readonly members: number;
  readonly rule: unknown;
}

/** The segments in use, by name; `siteId` left out counts the members of all sites. */
export async function listSegments(
  sql: Statements,
  siteId: number | undefined,
): Promise<readonly SegmentListing[]> {
  return await sql<SegmentListing[]>`
    SELECT s.name, s.description, s.in_words AS "inWords", s.rule, (
      SELECT count(*) FROM likeness.segment_members m
      WHERE m.segment_id = s.segment_id AND m.left_at IS NULL
        ${siteId === undefined ? sql`` : sql`AND m.site_id = ${siteId}`}
    )::float8 AS members
    FROM likeness.segments s WHERE s.retired_at IS NULL ORDER BY s.name`;
}
