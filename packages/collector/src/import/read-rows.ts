import { err, type Issue, issue, type JsonObject, ok, type Result } from '@likeness/core';
import { splitFields } from './split-fields.ts';
import type { FileRecord } from './split-records.ts';
import type { Row } from './template.ts';

/** Makes rows of records. */
export type ReadRow = (record: FileRecord) => Result<Row, RowProblem>;

/** A record that is no row. */
export interface RowProblem {
  readonly issues: readonly Issue[];
  /** The record, or its beginning. */
  readonly raw: string;
}

/** Reads records of CSV whose first record named `columns`. */
export function csvRows(columns: readonly string[]): ReadRow {
  return (record) => {
    if (!record.text.ok) return err(problem(record.text.error.issue, record.text.error.raw));
    const raw = record.text.value;
    const fields = splitFields(raw);
    if (!fields.ok) return err(problem(fields.error, raw));
    if (fields.value.length !== columns.length) {
      return err(problem(issue('type', ['row'], `${columns.length} columns`, fields.value), raw));
    }
    const values: Record<string, string> = {};
    for (let i = 0; i < columns.length; i++) values[columns[i] ?? ''] = fields.value[i] ?? '';
    return ok({ values, line: record.start.line + 1 });
  };
}

/** Reads records of NDJSON. */
export const readNdjsonRow: ReadRow = (record) => {
  if (!record.text.ok) return err(problem(record.text.error.issue, record.text.error.raw));
  const raw = record.text.value;
  try {
    const values: unknown = JSON.parse(raw);
    if (typeof values === 'object' && values !== null && !Array.isArray(values)) {
      // What JSON.parse makes of an object is a JSON object.
      return ok({ values: values as JsonObject, line: record.start.line + 1 });
    }
    return err(problem(issue('type', ['row'], 'a JSON object', values), raw));
  } catch {
    // JSON.parse's own message quotes the input, which may be personal.
    return err(problem(issue('type', ['row'], 'one JSON object', raw), raw));
  }
};

/** The names of the columns in the first record of a CSV file; an issue when they cannot name columns. */
export function readColumns(header: FileRecord | undefined): Result<readonly string[], Issue> {
  if (header === undefined)
    return err(issue('required', ['header'], 'a first line with the names of columns', undefined));
  if (!header.text.ok) return err(header.text.error.issue);
  const fields = splitFields(header.text.value);
  if (!fields.ok) return fields;
  const columns = fields.value.map((name) => name.trim());
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined)
    return err(issue('key', ['header', twice], 'a name of its own for each column', columns));
  if (columns.includes('__proto__'))
    return err(issue('key', ['header'], 'columns other than __proto__', columns));
  return ok(columns);
}

function problem(found: Issue, raw: string): RowProblem {
  return { issues: [found], raw };
}
