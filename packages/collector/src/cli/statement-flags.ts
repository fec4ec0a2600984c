import { parseTime } from '@likeness/core';
import type { FileFormat } from '../import/file-format.ts';
import { detectFormat } from '../import/file-format.ts';
import type { InputFile } from '../import/input-file.ts';
import { UsageError } from './command.ts';

/** The format of a file of statements: as the flag says, else as the file itself does. */
export async function chooseFormat(
  file: InputFile,
  path: string,
  flag: string | undefined,
): Promise<FileFormat> {
  if (flag === 'csv' || flag === 'ndjson' || flag === 'json') return flag;
  if (flag !== undefined) throw new UsageError(`--format must be csv, ndjson or json, not ${flag}`);
  const format = await detectFormat(file, path);
  if (format === undefined) {
    throw new UsageError(`what format is ${path}? Say --format csv, --format ndjson or --format json`);
  }
  return format;
}

/** Throws when a file does not have a column. */
export function needColumn(columns: readonly string[], column: string, flag: string): void {
  if (columns.includes(column)) return;
  throw new UsageError(`${flag} names the column ${column}; the file has ${columns.join(', ')}`);
}

/** `--at`: a column of the file, or one time for all rows. */
export function readAt(
  columns: readonly string[],
  flag: string | undefined,
): { readonly column: string } | { readonly time: string } | undefined {
  if (flag === undefined) return undefined;
  if (columns.includes(flag)) return { column: flag };
  if (parseTime(flag, 'at', []) !== undefined) return { time: flag };
  throw new UsageError(
    `--at must be a time in ISO 8601 or one of the columns ${columns.join(', ')}, not ${flag}`,
  );
}
