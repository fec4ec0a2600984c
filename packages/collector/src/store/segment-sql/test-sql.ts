import { highEdge, lowEdge, type Scalar, type Test } from '@likeness/core';
import type { Parameters } from './parameters.ts';

/** SQL of a value and its type; null is unknown. */
export interface SqlValue {
  readonly sql: string;
  /** `json` is jsonb of any JSON type, as traits are. */
  readonly type: 'number' | 'text' | 'json';
}

/** SQL that is true where a value passes a test and false everywhere else, the same as core's `passesTest`. */
export function testSql(value: SqlValue, test: Test, parameters: Parameters): string {
  const { known, equals, oneOf, contains } = test;
  if (known === false) return Object.keys(test).length === 1 ? `(${value.sql}) IS NULL` : 'false';
  const conditions: string[] = known === true ? [`(${value.sql}) IS NOT NULL`] : [];
  for (const [key, operator, edge] of bounds) {
    const bound = test[key];
    if (bound !== undefined) {
      conditions.push(
        numberSql(value, (number) => `${number} ${operator} ${parameters.add(edge(bound), 'float8')}`),
      );
    }
  }
  if (equals !== undefined) conditions.push(equalSql(value, equals, parameters));
  if (oneOf !== undefined) {
    conditions.push(`(${oneOf.map((scalar) => equalSql(value, scalar, parameters)).join(' OR ')})`);
  }
  if (contains !== undefined) conditions.push(containsSql(value, contains, parameters));
  return `coalesce(${conditions.join(' AND ')}, false)`;
}

const bounds = [
  ['atLeast', '>=', lowEdge],
  ['below', '<', lowEdge],
  ['atMost', '<=', highEdge],
  ['above', '>', highEdge],
] as const;

/** A condition on a number; false where the value is something else. */
function numberSql({ sql, type }: SqlValue, condition: (number: string) => string): string {
  switch (type) {
    case 'number':
      return condition(`(${sql})`);
    case 'text':
      return 'false';
    case 'json':
      // CASE, because AND may evaluate its right side first and a cast of text to a number fails.
      return `CASE WHEN jsonb_typeof(${sql}) = 'number' THEN ${condition(`(${sql})::float8`)} ELSE false END`;
  }
}

function equalSql(value: SqlValue, scalar: Scalar, parameters: Parameters): string {
  if (typeof scalar === 'number') {
    const low = parameters.add(lowEdge(scalar), 'float8');
    const high = parameters.add(highEdge(scalar), 'float8');
    return numberSql(value, (number) => `${number} BETWEEN ${low} AND ${high}`);
  }
  if (value.type === 'json') return `${value.sql} = ${parameters.add(JSON.stringify(scalar), 'jsonb')}`;
  if (value.type === 'text' && typeof scalar === 'string') {
    return `${value.sql} = ${parameters.add(scalar, 'text')}`;
  }
  return 'false';
}

function containsSql({ sql, type }: SqlValue, part: string, parameters: Parameters): string {
  const text = parameters.add(part, 'text');
  switch (type) {
    case 'number':
      return 'false';
    case 'text':
      return `strpos(${sql}, ${text}) > 0`;
    case 'json':
      return `CASE jsonb_typeof(${sql})
        WHEN 'string' THEN strpos(${sql} #>> '{}', ${text}) > 0
        WHEN 'array' THEN ${sql} @> to_jsonb(${text})
        ELSE false END`;
  }
}
