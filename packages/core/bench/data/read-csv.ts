import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { DataFolder } from '../task.ts';

/** A table as read: the header's names and the cells, all still text. */
export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Reads a gzipped CSV file with a header line; quoted cells may hold commas and doubled quotes. */
export function readCsv(data: DataFolder, file: string): CsvTable {
  const lines = gunzipSync(readFileSync(join(data.path, file)))
    .toString('utf8')
    .split(/\r?\n/);
  const [header, ...rest] = lines;
  return {
    columns: splitLine(header ?? ''),
    rows: rest.filter((line) => line !== '').map(splitLine),
  };
}

function splitLine(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const char = line[i];
    if (quoted && char === '"' && line[i + 1] === '"') {
      cell += '"';
      i++;
    } else if (char === '"') quoted = !quoted;
    else if (char === ',' && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += char;
  }
  cells.push(cell);
  return cells;
}
