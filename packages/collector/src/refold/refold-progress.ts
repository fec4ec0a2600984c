import { formatCount, formatDuration, rowsPerSecond } from '../import/import-progress.ts';
import { formatShare, remainingMs } from '../progress/progress-line.ts';
import type { RefoldProgress } from './refold-everybody.ts';

/** One line: `▓▓▓▓░░░░  43 %  1,024 profiles  103,000 events  21,400 events/s  6 s left`. */
export function formatRefoldProgress(
  { counts, before, profilesTotal, eventsTotal }: RefoldProgress,
  elapsedMs: number,
): string {
  // Profiles differ in length, so events tell the time; a profile without any counts as one.
  const share = (done: Pick<RefoldProgress['counts'], 'profiles' | 'events'>): number =>
    (done.profiles + done.events) / Math.max(1, profilesTotal + eventsTotal);
  const left = remainingMs(share(counts), { shareBefore: share(before), elapsedMs });
  return [
    formatShare(share(counts)),
    `${formatCount(counts.profiles)} profiles`,
    `${formatCount(counts.events)} events`,
    `${formatCount(rowsPerSecond(counts.events - before.events, elapsedMs))} events/s`,
    ...(left === undefined ? [] : [`${formatDuration(left)} left`]),
  ].join('  ');
}
