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

const barWidth = 24;

/** One line: `▓▓▓▓░░░░  43 %  103,000 rows  21,400 rows/s  6 s left`. */
export function formatProgress({ counts, rows, share, shareBefore, elapsedMs }: Progress): string {
  const filled = Math.round(Math.min(1, share) * barWidth);
  const bar = '▓'.repeat(filled) + '░'.repeat(barWidth - filled);
  const parts = [
    bar,
    `${Math.floor(Math.min(1, share) * 100)} %`,
    `${formatCount(counts.read)} rows`,
    `${formatCount(rowsPerSecond(rows, elapsedMs))} rows/s`,
  ];
  const done = share - shareBefore;
  if (done > 0 && share < 1) parts.push(`${formatDuration(((1 - share) / done) * elapsedMs)} left`);
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

/** Shows progress on a terminal as one line that is redrawn, elsewhere as a line every few seconds. */
export interface ProgressDisplay {
  readonly show: (progress: Progress) => void;
  /** Ends the line that is redrawn. */
  readonly end: () => void;
}

const redrawEveryMs = 100;
const lineEveryMs = 5_000;

/** Creates a display; `report` writes to standard error. */
export function createProgressDisplay(
  report: (text: string) => void,
  isInteractive: boolean,
): ProgressDisplay {
  let shownAt = Number.NEGATIVE_INFINITY;
  let isOnLine = false;
  return {
    show: (progress) => {
      // Elsewhere the first line comes after the first interval, so a short import says only how it ended.
      const everyMs = isInteractive ? redrawEveryMs : lineEveryMs;
      if (shownAt === Number.NEGATIVE_INFINITY && !isInteractive) shownAt = 0;
      if (progress.elapsedMs - shownAt < everyMs) return;
      shownAt = progress.elapsedMs;
      // CSI K clears what a longer line left behind.
      report(isInteractive ? `\r${formatProgress(progress)}\u001b[K` : `${formatProgress(progress)}\n`);
      isOnLine = isInteractive;
    },
    end: () => {
      if (isOnLine) report('\r\u001b[K');
      isOnLine = false;
    },
  };
}
