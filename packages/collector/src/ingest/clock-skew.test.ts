import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createClockSkew } from './clock-skew.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const start = Date.UTC(2026, 10, 20);

it('takes the shortest way of a request for the difference of the clocks', () => {
  const skew = createClockSkew();
  expect(skew.observe('a', { sentAt: start, receivedAt: start + 300 })).toBe(300);
  expect(skew.observe('a', { sentAt: start + 1_000, receivedAt: start + 1_040 })).toBe(40);
  expect(skew.observe('a', { sentAt: start + 2_000, receivedAt: start + 9_000 })).toBe(40);
  expect(skew.observe('b', { sentAt: start, receivedAt: start + 500 })).toBe(500);
});

it.each([-dayMs, 0, dayMs])('is not moved by a stale retry of a device whose clock is %i ms off', (off) => {
  const skew = createClockSkew();
  const send = (at: number, staleMs: number) =>
    skew.observe('a', { sentAt: at - staleMs - off, receivedAt: at });
  expect(send(start, 50)).toBe(off + 50);
  expect(send(start + 60_000, 40 * 60_000)).toBe(off + 50);
  expect(send(start + 120_000, 30)).toBe(off + 30);
});

it('believes a clock that was set after two hours at most', () => {
  const skew = createClockSkew();
  skew.observe('a', { sentAt: start, receivedAt: start });
  const behind = (at: number) => skew.observe('a', { sentAt: at - dayMs, receivedAt: at });
  expect(behind(start + hourMs / 2)).toBe(0);
  expect(behind(start + hourMs)).toBe(0);
  expect(behind(start + 2 * hourMs)).toBe(dayMs);
  skew.observe('b', { sentAt: start, receivedAt: start });
  expect(skew.observe('b', { sentAt: start + 2 * hourMs - dayMs, receivedAt: start + 2 * hourMs })).toBe(
    dayMs,
  );
});

it('forgets the device that was silent longest when it knows too many', () => {
  const skew = createClockSkew(2);
  skew.observe('a', { sentAt: start, receivedAt: start });
  skew.observe('b', { sentAt: start, receivedAt: start });
  skew.observe('a', { sentAt: start, receivedAt: start + 9 });
  skew.observe('c', { sentAt: start, receivedAt: start });
  expect(skew.observe('a', { sentAt: start, receivedAt: start + 9 })).toBe(0);
  expect(skew.observe('b', { sentAt: start, receivedAt: start + 9 })).toBe(9);
});

it('remembers a device that is heard between others', () => {
  const skew = createClockSkew(2);
  skew.observe('a', { sentAt: start, receivedAt: start });
  for (const device of ['b', 'c', 'd', 'e', 'f']) {
    skew.observe(device, { sentAt: start, receivedAt: start });
    expect(skew.observe('a', { sentAt: start, receivedAt: start + 9 })).toBe(0);
  }
});

it('never answers more than the request itself shows, whatever came before', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer(), fc.nat(10 * hourMs))), (requests) => {
      const skew = createClockSkew();
      for (const [sentAt, later] of requests) {
        const receivedAt = start + later;
        expect(skew.observe('a', { sentAt, receivedAt })).toBeLessThanOrEqual(receivedAt - sentAt);
      }
    }),
  );
});
