import { err, type Issue, issue, type JsonObject, type JsonValue, ok, type Result } from '@likeness/core';
import type { RecordFormat } from './split-records.ts';
import { compileTemplate, type Row, type RowValue, readColumn } from './template.ts';

/** How rows of a file become events. */
export interface Mapping {
  readonly format: RecordFormat | undefined;
  /** Every column that it reads. */
  readonly columns: ReadonlySet<string>;
  /** Rows with the same key make one event; `undefined` when each row is an event of its own. */
  readonly groupKey: RowValue | undefined;
  /** The event of a row, or of the first row of a group. */
  readonly event: (row: Row, issues: Issue[]) => JsonObject;
  /** What each row adds to lists in the event's properties, by the name of the list. */
  readonly items: (row: Row, issues: Issue[]) => Readonly<Record<string, JsonObject>>;
}

/** Fields of an event that a mapping can fill with one value each. */
const valueFields = new Set([
  'type',
  'messageId',
  'userId',
  'anonymousId',
  'timestamp',
  'event',
  'name',
  'category',
  'groupId',
  'previousId',
]);

/** Fields that it can fill with an object. */
const objectFields = new Set(['properties', 'traits', 'context']);

/**
 * Compiles a mapping as it stands in a mapping file:
 *
 * - `type` (default `track`), `messageId`, `userId`, `anonymousId`, `timestamp`, `event`, `name`, `category`,
 *   `groupId`, `previousId`: one value each; `properties`, `traits`, `context`: objects of values, nested at will;
 * - `groupBy`: a value that is equal for the rows of one event; `items`: lists of `properties` to which each row adds
 *   an object: `{"products": {"price": "{UnitPrice:number}"}}`;
 * - `format`: `csv` or `ndjson`.
 *
 * A value is a template, a constant, or a list of choices of which the first counts whose conditions (regular
 * expressions by column) all match: `[{"if": {"InvoiceNo": "^C"}, "use": "Order Refunded"}, "Order Completed"]`.
 */
export function compileMapping(input: unknown): Result<Mapping, readonly Issue[]> {
  const issues: Issue[] = [];
  const columns = new Set<string>();
  const compiler: Compiler = { issues, columns };
  if (!isObject(input)) return err([issue('type', [], 'an object', input)]);
  const { format, groupBy, items, ...fields } = input;
  if (format !== undefined && format !== 'csv' && format !== 'ndjson') {
    issues.push(issue('type', ['format'], '"csv" or "ndjson"', format));
  }
  for (const key of Object.keys(fields)) {
    if (valueFields.has(key) || objectFields.has(key)) continue;
    issues.push(issue('key', [key], `one of ${[...valueFields, ...objectFields].join(', ')}`, fields[key]));
  }
  const groupKey = groupBy === undefined ? undefined : compileValue(groupBy, ['groupBy'], compiler);
  const event = compileObject({ type: 'track', ...fields }, [], compiler);
  const itemLists = compileItems(items, compiler);
  if (issues.length > 0) return err(issues);
  return ok({
    format: format === 'csv' || format === 'ndjson' ? format : undefined,
    columns,
    groupKey,
    event,
    items: (row, found) =>
      Object.fromEntries(itemLists.map(([list, item]) => [list, item(row, found)] as const)),
  });
}

interface Compiler {
  readonly issues: Issue[];
  readonly columns: Set<string>;
}

type Path = readonly (string | number)[];

type ObjectValue = (row: Row, issues: Issue[]) => JsonObject;

function compileItems(items: unknown, compiler: Compiler): readonly (readonly [string, ObjectValue])[] {
  if (items === undefined) return [];
  if (!isObject(items)) {
    compiler.issues.push(issue('type', ['items'], 'an object of lists', items));
    return [];
  }
  return Object.entries(items).map(([list, item]) => {
    if (!isObject(item)) compiler.issues.push(issue('type', ['items', list], 'an object of values', item));
    return [list, compileObject(isObject(item) ? item : {}, ['items', list], compiler)] as const;
  });
}

function compileObject(
  object: Readonly<Record<string, unknown>>,
  path: Path,
  compiler: Compiler,
): ObjectValue {
  const entries = Object.entries(object).map(([key, value]) => {
    const at = [...path, key];
    if (key === '__proto__') compiler.issues.push(issue('key', at, 'another name', key));
    const isNested = isObject(value) && (path.length > 0 || objectFields.has(key));
    return [key, isNested ? compileObject(value, at, compiler) : compileValue(value, at, compiler)] as const;
  });
  return (row, issues) => {
    const made: Record<string, JsonValue> = {};
    for (const [key, value] of entries) {
      const found = value(row, issues);
      if (found !== undefined) made[key] = found;
    }
    return made;
  };
}

function compileValue(value: unknown, path: Path, compiler: Compiler): RowValue {
  if (Array.isArray(value)) return compileChoices(value, path, compiler);
  if (typeof value === 'number' || typeof value === 'boolean') return () => value;
  if (typeof value !== 'string') {
    compiler.issues.push(issue('type', path, 'a template, a constant or a list of choices', value));
    return () => undefined;
  }
  const template = compileTemplate(value);
  if (typeof template === 'string') {
    compiler.issues.push(issue('key', path, `a filter that exists, which "${template}" is not`, value));
    return () => undefined;
  }
  for (const column of template.columns) compiler.columns.add(column);
  return template.value;
}

function compileChoices(choices: readonly unknown[], path: Path, compiler: Compiler): RowValue {
  const compiled = choices.map((choice, i) => {
    const at = [...path, i];
    if (!isObject(choice)) return { matches: () => true, value: compileValue(choice, at, compiler) };
    return {
      matches: compileCondition(choice.if, [...at, 'if'], compiler),
      value: compileValue(choice.use, [...at, 'use'], compiler),
    };
  });
  return (row, issues) => compiled.find(({ matches }) => matches(row))?.value(row, issues);
}

function compileCondition(condition: unknown, path: Path, compiler: Compiler): (row: Row) => boolean {
  if (!isObject(condition)) {
    compiler.issues.push(issue('type', path, 'an object of regular expressions by column', condition));
    return () => false;
  }
  const tests = Object.entries(condition).map(([column, pattern]) => {
    compiler.columns.add(column);
    return { column, pattern: compilePattern(pattern, [...path, column], compiler) };
  });
  return (row) => tests.every(({ column, pattern }) => pattern.test(String(readColumn(row, column) ?? '')));
}

function compilePattern(pattern: unknown, path: Path, compiler: Compiler): RegExp {
  try {
    if (typeof pattern === 'string') return new RegExp(pattern, 'u');
  } catch {
    // RegExp says no more than that it is none; the issue below says where.
  }
  compiler.issues.push(issue('type', path, 'a regular expression', pattern));
  return /(?:)/;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
