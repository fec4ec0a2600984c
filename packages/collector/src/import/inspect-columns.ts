import { describeIssue, err, type JsonValue, ok, type Result } from '@likeness/core';
import { type FileFormat, splitFile } from './file-format.ts';
import { fileStart, type ImportPosition } from './import-position.ts';
import type { InputFile } from './input-file.ts';
import { csvRows, type ReadRow, readColumns, readNdjsonRow } from './read-rows.ts';
import type { FileRecord } from './split-records.ts';
import type { Row } from './template.ts';
import { readTrait, type TraitType } from './trait-type.ts';

/** What is known of a column when every row was looked at. */
export interface ColumnFacts {
  readonly column: string;
  /** The narrowest type that every filled cell is of. */
  readonly type: TraitType;
  /** Rows in which it is not empty. */
  readonly filled: number;
  /** A few of its values. */
  readonly examples: readonly string[];
}

/** A file of rows that are to be read by their columns. */
export interface InspectedFile {
  readonly columns: readonly ColumnFacts[];
  /** Rows, those that cannot be read left out. */
  readonly rows: number;
  readonly unreadable: number;
  readonly readRow: ReadRow;
  /** Where the rows begin. */
  readonly start: ImportPosition;
}

/** Columns of one file; JSON could name another in every row. */
const columnLimit = 1_000;
const exampleLimit = 3;
const exampleLength = 24;

/** From narrow to wide: `text` fits every cell of CSV, so it comes last. */
const narrowTypes = ['boolean', 'number', 'date'] as const;

/**
 * Reads a whole file, as a stream, to learn its columns and their types; `onRow` is shown every row. In CSV a type is
 * told from the texts; JSON has types of its own, where only a text can be a date. The error is a sentence.
 */
export async function inspectColumns(
  file: InputFile,
  format: FileFormat,
  onRow: (row: Row) => Promise<void> | undefined,
): Promise<Result<InspectedFile, string>> {
  const found = new Map<string, Column>();
  let readRow = readNdjsonRow;
  let start: ImportPosition = fileStart;
  let rows = 0;
  let unreadable = 0;
  let isHeader = format === 'csv';
  for await (const record of splitFile(file.read(0), format)) {
    if (isHeader) {
      const columns = readColumns(record);
      if (!columns.ok) return err(`${file.name} cannot be read as CSV: ${describeIssue(columns.error)}`);
      readRow = csvRows(columns.value);
      start = { ...record.end, settled: [] };
      for (const column of columns.value) found.set(column, newColumn());
      isHeader = false;
      continue;
    }
    const row = rowOf(record, readRow);
    if (row === undefined) {
      unreadable++;
      continue;
    }
    rows++;
    for (const [name, value] of Object.entries(row.values)) {
      const column = found.get(name) ?? newColumn();
      found.set(name, column);
      if (found.size > columnLimit) return err(`${file.name} has more than ${columnLimit} columns`);
      look(column, value, format);
    }
    await onRow(row);
  }
  if (rows === 0) return err(`${file.name} has no rows`);
  const columns = [...found].map(([column, facts]) => ({ column, ...factsOf(facts, format) }));
  return ok({ columns, rows, unreadable, readRow, start });
}

interface Column {
  filled: number;
  readonly examples: Set<string>;
  /** Types that some cell is not of. */
  readonly excluded: Set<TraitType>;
}

function newColumn(): Column {
  return { filled: 0, examples: new Set(), excluded: new Set() };
}

function rowOf(record: FileRecord, readRow: ReadRow): Row | undefined {
  const row = readRow(record);
  return row.ok ? row.value : undefined;
}

function look(column: Column, value: JsonValue, format: FileFormat): void {
  if (value === null || value === '') return;
  column.filled++;
  if (column.examples.size < exampleLimit) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    column.examples.add(text.length > exampleLength ? `${text.slice(0, exampleLength - 1)}…` : text);
  }
  for (const type of narrowTypes) {
    if (column.excluded.has(type)) continue;
    // In JSON "7" is a text because somebody wanted it to be one.
    const mayBe = format === 'csv' || (type === 'date' && typeof value === 'string');
    if (!mayBe || readTrait(type, value) === undefined) column.excluded.add(type);
  }
}

function factsOf({ filled, examples, excluded }: Column, format: FileFormat): Omit<ColumnFacts, 'column'> {
  const usual = format === 'csv' ? 'text' : 'as is';
  const type = filled === 0 ? usual : (narrowTypes.find((narrow) => !excluded.has(narrow)) ?? usual);
  return { type, filled, examples: [...examples] };
}
