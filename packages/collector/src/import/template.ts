import { type Issue, issue, type JsonValue } from '@likeness/core';

/** One row of a file by its columns (CSV) or keys (NDJSON). */
export interface Row {
  readonly values: Readonly<Record<string, JsonValue>>;
  /** From 1. */
  readonly line: number;
}

/** Makes one value of a row; `undefined` when the row has nothing there. What is wrong is added to `issues`. */
export type RowValue = (row: Row, issues: Issue[]) => JsonValue | undefined;

/** What a placeholder's value can be turned into: `{UnitPrice:number}`. */
export const filters: Readonly<Record<string, Filter>> = {
  number: (value, column, issues) => {
    const number = typeof value === 'string' ? Number(value.trim()) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
    issues.push(issue('number', [column], 'a number', value));
    return undefined;
  },
  boolean: (value, column, issues) => {
    const text = String(value).trim().toLowerCase();
    if (['true', 't', 'yes', 'y', '1'].includes(text)) return true;
    if (['false', 'f', 'no', 'n', '0'].includes(text)) return false;
    issues.push(issue('type', [column], 'true or false, yes or no, 1 or 0', value));
    return undefined;
  },
  /** Epoch seconds become the milliseconds that event times are in. */
  seconds: (value, column, issues) => {
    const seconds = Number(value);
    if (Number.isFinite(seconds)) return Math.round(seconds * 1_000);
    issues.push(issue('number', [column], 'epoch seconds', value));
    return undefined;
  },
  trim: (value) => present(String(value).trim()),
  lower: (value) => String(value).toLowerCase(),
  upper: (value) => String(value).toUpperCase(),
  /** The last word of a text, letters only: what a thing is, in descriptions such as "WHITE METAL LANTERN". */
  'last-word': (value) => present(String(value).match(/\p{L}+(?=\P{L}*$)/u)?.[0] ?? ''),
};

/** Turns a value that is there into another; `undefined` when nothing is left of it. */
type Filter = (value: JsonValue, column: string, issues: Issue[]) => JsonValue | undefined;

/** A template taken apart. */
export interface Template {
  readonly value: RowValue;
  /** The columns it reads. */
  readonly columns: readonly string[];
}

/** The column that stands for the row's own number. */
const lineColumn = '#line';

/**
 * Compiles a template: text with placeholders `{Column}`, `{Column:filter}`, `{#line}`.
 *
 * A template that is one placeholder keeps the type that its filter gives; within other text all become text. When
 * any placeholder finds nothing (an absent or empty column), so does the template. Answers the name of an unknown
 * filter as text.
 */
export function compileTemplate(text: string): Template | string {
  const columns: string[] = [];
  const parts: RowValue[] = [];
  let at = 0;
  for (const match of text.matchAll(/\{([^{}:]+)((?::[a-z-]+)*)\}/g)) {
    const [whole, column = '', chain = ''] = match;
    const names = chain.split(':').slice(1);
    const unknown = names.find((name) => !Object.hasOwn(filters, name));
    if (unknown !== undefined) return unknown;
    if (match.index > at) parts.push(constant(text.slice(at, match.index)));
    at = match.index + whole.length;
    if (column !== lineColumn) columns.push(column);
    parts.push(
      placeholder(
        column,
        names.flatMap((name) => filters[name] ?? []),
      ),
    );
  }
  if (at < text.length || parts.length === 0) parts.push(constant(text.slice(at)));
  const [only] = parts;
  return { columns, value: parts.length === 1 && only !== undefined ? only : concatenate(parts) };
}

/** Reads a column; in NDJSON `a.b` leads into objects. `undefined` when it is absent, null or empty. */
export function readColumn({ values, line }: Row, column: string): JsonValue | undefined {
  if (column === lineColumn) return line;
  if (Object.hasOwn(values, column)) return present(values[column]);
  let at: JsonValue | undefined = values;
  for (const key of column.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    // An object or a list that has this key of its own.
    at = (at as Readonly<Record<string, JsonValue>>)[key];
  }
  return present(at);
}

function present(value: JsonValue | undefined): JsonValue | undefined {
  return value === null || value === '' ? undefined : value;
}

function constant(text: string): RowValue {
  return () => text;
}

function placeholder(column: string, chain: readonly Filter[]): RowValue {
  return (row, issues) => {
    let value = readColumn(row, column);
    for (const filter of chain) {
      if (value === undefined) return undefined;
      value = filter(value, column, issues);
    }
    return value;
  };
}

function concatenate(parts: readonly RowValue[]): RowValue {
  return (row, issues) => {
    let text = '';
    for (const part of parts) {
      const value = part(row, issues);
      if (value === undefined) return undefined;
      text += typeof value === 'object' ? JSON.stringify(value) : String(value);
    }
    return text;
  };
}
