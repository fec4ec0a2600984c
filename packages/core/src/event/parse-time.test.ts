import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventLimits } from './event-limits.ts';
import type { Issue } from './issue.ts';
import { parseTime } from './parse-time.ts';

function parse(value: unknown): number | undefined {
  const issues: Issue[] = [];
  const at = parseTime(value, 'timestamp', issues);
  expect(issues.length > 0).toBe(at === undefined);
  return at;
}

it('reads every time that toISOString writes', () => {
  fc.assert(
    fc.property(fc.integer({ min: eventLimits.earliestAt, max: eventLimits.latestAt }), (at) => {
      expect(parse(new Date(at).toISOString())).toBe(at);
    }),
  );
});

it.each([
  '2026-02-30T12:00:00.000Z',
  '2026-13-01T12:00:00.000Z',
  '2026-00-01T12:00:00.000Z',
  '2026-01-01T25:00:00.000Z',
  '2026-01-01T12:60:00.000Z',
  '2026-0a-01T12:00:00.000Z',
  '2026-01-01T12:00:00.0 0Z',
  '+026-01-01T12:00:00.000Z',
])('takes %s for what Date.parse takes it for', (text) => {
  const at = /^[\d-]{10}T[\d:.]{12}Z$/.test(text) ? Date.parse(text) : Number.NaN;
  expect(parse(text)).toBe(Number.isNaN(at) ? undefined : at);
});
