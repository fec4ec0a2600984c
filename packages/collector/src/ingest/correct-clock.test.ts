import { expect, it } from 'vitest';
import { correctClock } from './correct-clock.ts';

const receivedAt = 1_000_000_000;

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
