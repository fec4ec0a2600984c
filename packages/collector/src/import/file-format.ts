import type { InputFile } from './input-file.ts';
import { splitJsonArray } from './split-json-array.ts';
import { type FilePlace, type FileRecord, type RecordFormat, splitRecords } from './split-records.ts';

/** How a file holds its rows: a line each, or (`json`) as the elements of one array. */
export type FileFormat = RecordFormat | 'json';

/** Splits a stream of bytes into its rows. */
export function splitFile(
  chunks: AsyncIterable<Buffer>,
  format: FileFormat,
  from?: FilePlace,
): AsyncIterable<FileRecord> {
  return format === 'json' ? splitJsonArray(chunks, from) : splitRecords(chunks, format, from);
}

/** The format of a file, by its first character where that tells (`[` or `{`), else by its name. */
export async function detectFormat(file: InputFile, path: string): Promise<FileFormat | undefined> {
  for await (const chunk of file.read(0)) {
    const begin = chunk.toString('utf8', 0, 4_096).replace(/^\uFEFF?\s*/, '')[0];
    if (begin === '[') return 'json';
    if (begin === '{') return 'ndjson';
    if (begin !== undefined) break;
  }
  return /\.csv(\.gz)?$/i.test(path) ? 'csv' : undefined;
}
