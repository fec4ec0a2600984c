import { describe, expect, it } from 'vitest';
import { createProgressDisplay, formatDuration, formatProgress } from './import-progress.ts';

const progress = {
  counts: { read: 103_000, imported: 102_990, duplicate: 0, quarantined: 10 },
  rows: 100_000,
  share: 0.5,
  shareBefore: 0.25,
  elapsedMs: 5_000,
};

describe('formatProgress', () => {
  it('shows how much is done, how fast, and how long the rest takes at the speed of this run', () => {
    expect(formatProgress(progress)).toBe(
      '▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░░░░░░░  50 %  103,000 rows  20,000 rows/s  10 s left  10 in quarantine',
    );
  });

  it('writes durations as people say them', () => {
    expect([400, 59_000, 200_000, 7_500_000].map(formatDuration)).toEqual([
      '1 s',
      '59 s',
      '3 min 20 s',
      '2 h 5 min',
    ]);
  });
});

describe('createProgressDisplay', () => {
  const shown = (isInteractive: boolean, times: readonly number[]) => {
    let text = '';
    const display = createProgressDisplay((more) => {
      text += more;
    }, isInteractive);
    for (const elapsedMs of times) display.show({ ...progress, elapsedMs });
    display.end();
    return text;
  };

  it('redraws one line on a terminal, ten times a second at most, and clears it at the end', () => {
    expect(shown(true, [0, 50, 120]).split('\r')).toHaveLength(1 + 2 + 1);
  });

  it('writes a line every five seconds elsewhere', () => {
    expect(shown(false, [0, 1_000, 5_500, 6_000, 10_600]).split('\n')).toHaveLength(2 + 1);
  });
});
