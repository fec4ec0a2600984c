import { createProgressLine, formatShare, remainingMs } from '../progress/progress-line.ts';
import type { ImportCounts } from '../store/import-store.ts';

/** How far an import is. */
export interface Progress {
  readonly counts: ImportCounts;
  /** Rows that this run has settled. */
  readonly rows: number;
  /** How much of the file was read, 0–1. */
  readonly share: number;
  /** Where it stood when this run began, 0–1. */
  readonly shareBefore: number;
  readonly elapsedMs: number;
}

/** One line: `▓▓▓▓░░░░  43 %  103,000 rows  21,400 rows/s  6 s left`. */
export function formatProgress({ counts, rows, share, shareBefore, elapsedMs }: Progress): string {
  const parts = [
    formatShare(share),
    `${formatCount(counts.read)} rows`,
    `${formatCount(rowsPerSecond(rows, elapsedMs))} rows/s`,
  ];
  const left = remainingMs(share, { shareBefore, elapsedMs });
  if (left !== undefined) parts.push(`${formatDuration(left)} left`);
  if (counts.quarantined > 0) parts.push(`${formatCount(counts.quarantined)} in quarantine`);
  return parts.join('  ');
}

/** Rows a second, whole; 0 when no time has passed. */
export function rowsPerSecond(rows: number, elapsedMs: number): number {
  return elapsedMs <= 0 ? 0 : Math.round((rows * 1_000) / elapsedMs);
}

/** `240,007`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-GB');
}

/** `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Shows the progress of an import. */
export interface ProgressDisplay {
  readonly show: (progress: Progress) => void;
  /** Ends the line that is redrawn. */
  readonly end: () => void;
}

/** Creates a display; `report` writes to standard error. */
export function createProgressDisplay(
  report: (text: string) => void,
  isInteractive: boolean,
): ProgressDisplay {
  const line = createProgressLine(report, isInteractive);
  return {
    show: (progress) => line.show(progress.elapsedMs, () => formatProgress(progress)),
    end: line.end,
  };
}
