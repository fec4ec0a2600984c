/** Shows progress on a terminal as one line that is redrawn, elsewhere as a line every few seconds. */
export interface ProgressLine {
  /** `line` is called only when it is time to show it; `elapsedMs` is since the beginning. */
  readonly show: (elapsedMs: number, line: () => string) => void;
  /** Ends the line that is redrawn. */
  readonly end: () => void;
}

const barWidth = 24;
const redrawEveryMs = 100;
const lineEveryMs = 5_000;

/** Creates a progress line; `report` writes to standard error. */
export function createProgressLine(report: (text: string) => void, isInteractive: boolean): ProgressLine {
  let shownAt = Number.NEGATIVE_INFINITY;
  let isOnLine = false;
  return {
    show: (elapsedMs, line) => {
      // Elsewhere the first line comes after the first interval, so what is short says only how it ended.
      const everyMs = isInteractive ? redrawEveryMs : lineEveryMs;
      if (shownAt === Number.NEGATIVE_INFINITY && !isInteractive) shownAt = 0;
      if (elapsedMs - shownAt < everyMs) return;
      shownAt = elapsedMs;
      // CSI K clears what a longer line left behind.
      report(isInteractive ? `\r${line()}\u001b[K` : `${line()}\n`);
      isOnLine = isInteractive;
    },
    end: () => {
      if (isOnLine) report('\r\u001b[K');
      isOnLine = false;
    },
  };
}

/** `▓▓▓▓░░░░  43 %` of a share, 0–1. */
export function formatShare(share: number): string {
  const filled = Math.round(Math.min(1, share) * barWidth);
  return `${'▓'.repeat(filled)}${'░'.repeat(barWidth - filled)}  ${Math.floor(Math.min(1, share) * 100)} %`;
}

/** How long it still takes at the pace so far; `undefined` while that cannot be told, or when it is done. */
export function remainingMs(
  share: number,
  { shareBefore, elapsedMs }: { readonly shareBefore: number; readonly elapsedMs: number },
): number | undefined {
  const done = share - shareBefore;
  return done > 0 && share < 1 ? ((1 - share) / done) * elapsedMs : undefined;
}
