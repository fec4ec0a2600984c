import type { FilePlace, FileRecord } from './split-records.ts';

/**
 * How far an import came: every row before `byte` is settled, and of the rows behind it those that begin on the lines
 * of `settled` (first and last line of each run, from 0).
 *
 * Rows that wait for the rest of their group hold the position back; reading on from here with the settled rows left
 * out builds the same open groups again.
 */
export interface ImportPosition extends FilePlace {
  readonly settled: readonly (readonly [first: number, last: number])[];
}

/** The beginning of a file. */
export const fileStart: ImportPosition = { byte: 0, line: 0, settled: [] };

/** A row that was read; settled once its outcome is on its way into the database. */
export interface ReadRow {
  readonly start: FilePlace;
  isSettled: boolean;
}

/** Keeps account of which rows are settled. */
export interface PositionTracker {
  /** Notes a row in the order of the file. */
  readonly read: (record: Pick<FileRecord, 'start' | 'end'>) => ReadRow;
  /** Where an import must go on, were it to stop now. */
  readonly position: () => ImportPosition;
}

/** Creates a tracker that goes on from `from`; it holds the rows from the first open one to the last that was read. */
export function trackPosition(from: ImportPosition): PositionTracker {
  let rows: ReadRow[] = [];
  let end: FilePlace = { byte: from.byte, line: from.line };
  return {
    read: (record) => {
      const row = { start: record.start, isSettled: isSettledIn(from, record.start.line) };
      rows.push(row);
      end = record.end;
      return row;
    },
    position: () => {
      const open = rows.findIndex((row) => !row.isSettled);
      rows = open < 0 ? [] : rows.slice(open);
      const [first] = rows;
      const { byte, line } = first === undefined ? end : first.start;
      return { byte, line, settled: settledRuns(rows) };
    },
  };
}

function isSettledIn({ settled }: ImportPosition, line: number): boolean {
  return settled.some(([first, last]) => first <= line && line <= last);
}

function settledRuns(rows: readonly ReadRow[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  let run: [number, number] | undefined;
  for (const { start, isSettled } of rows) {
    if (!isSettled) run = undefined;
    else if (run === undefined) {
      run = [start.line, start.line];
      runs.push(run);
    } else run[1] = start.line;
  }
  return runs;
}
