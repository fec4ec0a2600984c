import type { Issue } from '../event/issue.ts';
import { type RecordReader, readRecord } from './read-record.ts';
import type { Measure } from './rule.ts';

/** Keys that a measure must have: a list of choices, or any text; an optional key ends in `?`. */
type MeasureKeys = Readonly<Record<string, readonly (string | number)[] | 'text'>>;

const eventKindNames = ['view', 'search', 'click', 'cart', 'order', 'other', 'all'] as const;

const measures: { readonly [K in Measure['measure']]: MeasureKeys } = {
  trait: { name: 'text' },
  events: {},
  count: { event: 'text' },
  window: { kind: eventKindNames, days: [7, 30, 90] },
  rate: {
    kind: eventKindNames,
    halfLife: ['hour', 'day', 'week', 'month'],
  },
  tag: {
    family: 'text',
    value: 'text',
    read: ['weight', 'fast', 'slow', 'share', 'rank', 'count'],
    'scope?': ['exact', 'subtree'],
  },
  'days-since': { time: ['first', 'last'], 'event?': 'text' },
  value: {
    read: ['orders', 'items', 'refunds', 'revenue', 'refunded', 'average-order'],
    'currency?': 'text',
  },
  engagement: { read: ['visits', 'page-views', 'visible-minutes', 'max-depth', 'click-through'] },
  channel: {
    touch: ['first', 'last'],
    read: ['kind', 'source', 'medium', 'campaign', 'referrer', 'landing'],
  },
  environment: { read: ['device', 'language', 'timeZone', 'region'] },
  psychographic: { read: ['discount-share', 'sentiment'] },
  social: { read: ['degree', 'out-degree', 'in-degree'] },
  prediction: { name: 'text' },
};

// Keys of an object literal typed by Measure['measure'].
const names = Object.keys(measures) as readonly Measure['measure'][];

/** Checks that an unknown value is a measure. */
export function parseMeasure(value: unknown, path: Issue['path'], issues: Issue[]): Measure | undefined {
  const record = readRecord(value, path, 'a measure such as { measure: "events" }', issues);
  const measure = record?.choice('measure', names, issues);
  if (record === undefined || measure === undefined) return undefined;
  const parsed: Record<string, string | number> = { measure };
  const keys = ['measure'];
  let isComplete = true;
  for (const [declared, allowed] of Object.entries(measures[measure])) {
    const key = declared.replace('?', '');
    keys.push(key);
    if (declared !== key && !record.has(key)) continue;
    const text = readKey(record, key, allowed, issues);
    if (text === undefined) isComplete = false;
    else parsed[key] = text;
  }
  record.allow(keys, issues);
  // Every key that the table requires of this measure was read and checked above.
  return isComplete ? (parsed as unknown as Measure) : undefined;
}

function readKey(
  record: RecordReader,
  key: string,
  allowed: readonly (string | number)[] | 'text',
  issues: Issue[],
): string | number | undefined {
  return allowed === 'text' ? record.text(key, issues) : record.choice(key, allowed, issues);
}
