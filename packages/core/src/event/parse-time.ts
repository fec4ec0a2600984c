import { eventLimits } from './event-limits.ts';
import { type Issue, issue } from './issue.ts';

const ISO = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)?)?$/;

/**
 * Reads a time from the wire: an ISO 8601 text (UTC when it names no zone) or epoch ms, as a number of ms.
 *
 * Absent (`undefined`, `null`, `""`) answers `undefined` silently; anything else that is no time between the years
 * 2000 and 2100 adds an issue.
 */
export function parseTime(value: unknown, field: string, issues: Issue[]): number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  let at = Number.NaN;
  if (typeof value === 'number') at = value;
  else if (typeof value === 'string' && value.length <= 40 && ISO.test(value)) {
    const hasZone = /[zZ]$|[+-]\d\d(:?\d\d)?$/.test(value.slice(10));
    at = Date.parse(value.length === 10 || hasZone ? value : `${value.replace(' ', 'T')}Z`);
  }
  if (Number.isNaN(at)) {
    issues.push(issue('type', [field], 'an ISO 8601 time such as 2026-01-31T12:00:00.000Z', value));
    return undefined;
  }
  if (at < eventLimits.earliestAt || at > eventLimits.latestAt) {
    issues.push(issue('range', [field], 'a time between the years 2000 and 2100', value));
    return undefined;
  }
  return Math.floor(at);
}
