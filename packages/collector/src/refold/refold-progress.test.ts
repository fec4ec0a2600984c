import { expect, it } from 'vitest';
import { noRefoldCounts } from './refold-group.ts';
import { formatRefoldProgress } from './refold-progress.ts';

const counts = (profiles: number, events: number) => ({ ...noRefoldCounts, profiles, events });

it('tells share, pace and what is left', () => {
  const progress = {
    counts: counts(100, 1_900),
    before: noRefoldCounts,
    profilesTotal: 400,
    eventsTotal: 7_600,
  };
  expect(formatRefoldProgress(progress, 10_000)).toBe(
    '▓▓▓▓▓▓░░░░░░░░░░░░░░░░░░  25 %  100 profiles  1,900 events  190 events/s  30 s left',
  );
});

it('takes the pace from this run when it goes on with an earlier one', () => {
  const progress = {
    counts: counts(300, 5_700),
    before: counts(200, 3_800),
    profilesTotal: 400,
    eventsTotal: 7_600,
  };
  expect(formatRefoldProgress(progress, 5_000)).toMatch(/380 events\/s {2}5 s left$/);
});
