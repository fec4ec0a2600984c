import { expect, it } from 'vitest';
import { correctClock } from './correct-clock.ts';

const receivedAt = Date.UTC(2026, 10, 20);

it('moves an event by the difference of the clocks', () => {
  const dayMs = 86_400_000;
  expect(correctClock({ originalAt: receivedAt - 500 - dayMs, sentAt: receivedAt - dayMs, receivedAt })).toBe(
    receivedAt - 500,
  );
  expect(correctClock({ originalAt: receivedAt - 500 + dayMs, sentAt: receivedAt + dayMs, receivedAt })).toBe(
    receivedAt - 500,
  );
});

it('takes a difference under two seconds for the network', () => {
  expect(correctClock({ originalAt: receivedAt - 5_000, sentAt: receivedAt - 1_900, receivedAt })).toBe(
    receivedAt - 5_000,
  );
});

it('never puts an event after its arrival', () => {
  expect(correctClock({ originalAt: receivedAt + 7_000, sentAt: undefined, receivedAt })).toBe(receivedAt);
});

it('takes the arrival for an event that names no time', () => {
  expect(correctClock({ originalAt: undefined, sentAt: undefined, receivedAt })).toBe(receivedAt);
});

it('believes the skew of the device over that of a stale attempt', () => {
  const times = { originalAt: receivedAt - 3_600_500, sentAt: receivedAt - 3_600_000, receivedAt };
  expect(correctClock({ ...times, skewMs: 40 })).toBe(times.originalAt);
  expect(correctClock({ ...times, skewMs: -86_400_000 })).toBe(times.originalAt - 86_400_000);
});

it('puts no event before the year 2000', () => {
  const times = { originalAt: Date.UTC(2000, 0, 2), sentAt: receivedAt + 86_400_000 * 9, receivedAt };
  expect(correctClock(times)).toBe(Date.UTC(2000, 0, 1));
});
