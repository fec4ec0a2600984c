import { describeIssue, err, ok, type Result } from '@likeness/core';
import { compileMapping, type Mapping } from './compile-mapping.ts';
import { archivedEvent, defaultCsvMapping } from './default-mapping.ts';
import type { ImportPlan } from './import-file.ts';
import { fileStart } from './import-position.ts';
import type { InputFile } from './input-file.ts';
import { describeMappingIssues, type MappingSource } from './load-mapping.ts';
import { csvRows, readColumns, readNdjsonRow } from './read-rows.ts';
import { type FileRecord, type RecordFormat, splitRecords } from './split-records.ts';

/** What the caller said about one file. */
export interface ImportRequest {
  readonly siteId: number;
  readonly file: InputFile;
  /** Name of the file as given, whose ending tells the format when nothing else does. */
  readonly path: string;
  readonly format: RecordFormat | undefined;
  readonly mapping: MappingSource | undefined;
  readonly whenFinished: ImportPlan['whenFinished'];
}

/** Decides how a file is read: its format, its mapping, and where its rows begin. The error is a sentence. */
export async function planImport(request: ImportRequest): Promise<Result<ImportPlan, string>> {
  const { siteId, file, whenFinished } = request;
  const format = request.format ?? formatIn(request.mapping) ?? formatOf(request.path);
  if (format === undefined) {
    return err(`what format is ${request.path}? Say --format ndjson or --format csv`);
  }
  const common = { siteId, file, format, whenFinished };
  if (format === 'ndjson') {
    const mapping = request.mapping === undefined ? ok(eventsAsTheyAre) : compileMapping(request.mapping);
    if (!mapping.ok) return err(describeMappingIssues(mapping.error));
    const mappingText = JSON.stringify(request.mapping ?? {});
    return ok({ ...common, mapping: mapping.value, mappingText, readRow: readNdjsonRow, start: fileStart });
  }
  const header = await firstRecord(file);
  const columns = readColumns(header);
  if (!columns.ok) return err(`${file.name} cannot be read as CSV: ${describeIssue(columns.error)}`);
  const source = request.mapping ?? defaultCsvMapping(columns.value);
  const mapping = compileMapping(source);
  if (!mapping.ok) return err(describeMappingIssues(mapping.error));
  const missing = [...mapping.value.columns].filter((column) => !columns.value.includes(column));
  if (missing.length > 0) {
    return err(
      `the mapping reads columns that ${file.name} does not have: ${missing.join(', ')}; it has ${columns.value.join(', ')}`,
    );
  }
  return ok({
    ...common,
    mapping: mapping.value,
    mappingText: JSON.stringify(source),
    readRow: csvRows(columns.value),
    start: { ...(header?.end ?? fileStart), settled: [] },
  });
}

/** NDJSON of Segment-shaped events needs no mapping. */
const eventsAsTheyAre: Mapping = {
  format: 'ndjson',
  columns: new Set(),
  groupKey: undefined,
  event: (row) => archivedEvent(row.values),
  items: () => ({}),
};

async function firstRecord(file: InputFile): Promise<FileRecord | undefined> {
  for await (const record of splitRecords(file.read(0), 'csv')) return record;
  return undefined;
}

function formatIn(mapping: MappingSource | undefined): RecordFormat | undefined {
  const format = mapping?.format;
  return format === 'csv' || format === 'ndjson' ? format : undefined;
}

function formatOf(path: string): RecordFormat | undefined {
  const name = path.toLowerCase().replace(/\.gz$/, '');
  if (name.endsWith('.csv')) return 'csv';
  return /\.(ndjson|jsonl|json)$/.test(name) ? 'ndjson' : undefined;
}
