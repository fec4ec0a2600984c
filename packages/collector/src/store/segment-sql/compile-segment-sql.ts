import type { SegmentContext, SegmentRule, TagHalfLives } from '@likeness/core';
import type { Statements } from '../connect.ts';
import { measureSql } from './measure-sql.ts';
import { createParameters, type Parameters } from './parameters.ts';
import { testSql } from './test-sql.ts';

/** A condition on the row `p` of `likeness.profiles`, and the values of its places `$1`, `$2`, …. */
export interface CompiledSegment {
  readonly condition: string;
  readonly values: readonly (string | number)[];
}

/** What a rule is compiled with: as in core, but the half-lives must be said. */
export type SegmentSqlContext = Pick<SegmentContext, 'now' | 'rules'> & { readonly halfLives: TagHalfLives };

/**
 * Compiles a rule to SQL that is true for exactly the profiles that `matchesSegment` takes at the same `now`.
 *
 * The text is made of constants and places alone: names and values from the rule travel as parameters.
 */
export function compileSegmentSql(rule: SegmentRule, context: SegmentSqlContext): CompiledSegment {
  const parameters = createParameters();
  const condition = compile(rule, context, parameters);
  return withUsedValues(condition, parameters.values);
}

/**
 * A test that a measure can never pass compiles to `false` and leaves the values of its measure unused, which Postgres
 * refuses because it cannot tell their type.
 */
function withUsedValues(condition: string, values: CompiledSegment['values']): CompiledSegment {
  const used: (string | number)[] = [];
  const placeOf = new Map<string, string>();
  // Only places begin with `$`: nothing but constants and places is in the text.
  const renumbered = condition.replace(/\$(\d+)/g, (place, index: string) => {
    const known = placeOf.get(place);
    if (known !== undefined) return known;
    used.push(values[Number(index) - 1] ?? '');
    placeOf.set(place, `$${used.length}`);
    return `$${used.length}`;
  });
  return { condition: renumbered, values: used };
}

/** The ids of all profiles of a segment at `now`, by compiled SQL over everyone. */
export async function selectSegment(
  sql: Statements,
  rule: SegmentRule,
  context: SegmentSqlContext,
): Promise<readonly string[]> {
  const { condition, values } = compileSegmentSql(rule, context);
  const rows = await sql.unsafe<{ profile_id: string }[]>(
    `SELECT p.profile_id FROM likeness.profiles p WHERE p.merged_into IS NULL AND ${condition} ORDER BY p.profile_id`,
    [...values],
  );
  return rows.map((row) => row.profile_id);
}

/** How many profiles of a site are in a segment at `now`, by compiled SQL over everyone. */
export async function countSegment(
  sql: Statements,
  rule: SegmentRule,
  context: SegmentSqlContext & { readonly siteId: number },
): Promise<number> {
  const { condition, values } = compileSegmentSql(rule, context);
  const [row] = await sql.unsafe<{ count: number }[]>(
    `SELECT count(*)::float8 AS count FROM likeness.profiles p
     WHERE p.merged_into IS NULL AND p.site_id = $${values.length + 1}::int AND ${condition}`,
    [...values, context.siteId],
  );
  return row?.count ?? 0;
}

function compile(rule: SegmentRule, context: SegmentSqlContext, parameters: Parameters): string {
  if ('all' in rule) return join(rule.all, ' AND ', 'true', context, parameters);
  if ('any' in rule) return join(rule.any, ' OR ', 'false', context, parameters);
  if ('not' in rule) return `(NOT ${compile(rule.not, context, parameters)})`;
  if ('segment' in rule) {
    const other = context.rules?.get(rule.segment);
    return other === undefined ? 'false' : compile(other, context, parameters);
  }
  return testSql(measureSql(rule.of, { ...context, parameters }), rule.is, parameters);
}

function join(
  parts: readonly SegmentRule[],
  word: string,
  none: string,
  context: SegmentSqlContext,
  parameters: Parameters,
): string {
  if (parts.length === 0) return none;
  return `(${parts.map((part) => compile(part, context, parameters)).join(word)})`;
}
