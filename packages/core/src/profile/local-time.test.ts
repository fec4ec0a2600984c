import { expect, it } from 'vitest';
import { hourMs } from './decay.ts';
import { newYear } from './event.fixture.ts';
import { createLocalClock } from './local-time.ts';

it('reads hour and weekday by the clock of the zone', () => {
  const clock = createLocalClock();
  // 00:00 UTC on a Thursday.
  expect(clock('UTC', newYear)).toMatchObject({ hour: 0, weekday: 4 });
  expect(clock('Europe/Vienna', newYear)).toMatchObject({ hour: 1, weekday: 4 });
  expect(clock('America/Los_Angeles', newYear)).toMatchObject({ hour: 16, weekday: 3 });
  expect(clock('Asia/Kolkata', newYear + 18.5 * hourMs)).toMatchObject({ hour: 0, weekday: 5 });
});

it('follows the change to summer time within its day', () => {
  const clock = createLocalClock();
  // 2026-03-29: 02:00 becomes 03:00 in Vienna at 01:00 UTC.
  const change = Date.UTC(2026, 2, 29, 1);
  expect(clock('Europe/Vienna', change - 1)?.hour).toBe(1);
  expect(clock('Europe/Vienna', change)?.hour).toBe(3);
  expect(clock('Europe/Vienna', change - hourMs)?.hour).toBe(1);
});

it('does not know the time in a zone that does not exist, asked once or twice', () => {
  const clock = createLocalClock();
  expect(clock('Nowhere/Land', newYear)).toBeUndefined();
  expect(clock('Nowhere/Land', newYear)).toBeUndefined();
});

it('forgets zones rather than grow without end', () => {
  const clock = createLocalClock();
  for (let i = 0; i < 2_000; i++) clock(`Zone/${i}`, newYear);
  expect(clock('UTC', newYear)?.hour).toBe(0);
});
