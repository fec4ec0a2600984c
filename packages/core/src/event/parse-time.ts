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
  let at = typeof value === 'string' ? usualTime(value) : Number.NaN;
  if (typeof value === 'number') at = value;
  else if (Number.isNaN(at) && typeof value === 'string' && value.length <= 40 && ISO.test(value)) {
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

/**
 * Epoch ms of `2026-01-31T12:00:00.000Z`, the form that `toISOString` writes: read by hand it costs a tenth. `NaN` for any
 * other form, and for the last days of months, which depend on the month.
 */
function usualTime(text: string): number {
  const isUsual =
    text.length === 24 &&
    text[4] === '-' &&
    text[7] === '-' &&
    text[10] === 'T' &&
    text[13] === ':' &&
    text[16] === ':' &&
    text[19] === '.' &&
    text[23] === 'Z';
  if (!isUsual) return Number.NaN;
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  const second = digits(text, 17, 19);
  // NaN compares false.
  const isPlain =
    month >= 1 && month <= 12 && day >= 1 && day <= 28 && hour < 24 && minute < 60 && second < 60;
  if (!isPlain) return Number.NaN;
  return Date.UTC(digits(text, 0, 4), month - 1, day, hour, minute, second, digits(text, 20, 23));
}

/** The number that the digits in a part of a text name; `NaN` where there is anything else. */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}
