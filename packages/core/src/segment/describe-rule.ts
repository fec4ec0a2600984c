import type { Comparison, Measure, Scalar, SegmentRule, Test } from './rule.ts';

/** A rule in plain English: `at least 3 orders and days since the last event at most 30`. */
export function describeSegmentRule(rule: SegmentRule): string {
  if ('all' in rule) return join(rule.all, ' and ', 'everybody');
  if ('any' in rule) return join(rule.any, ' or ', 'nobody');
  if ('not' in rule) return `not ${bracketed(rule.not)}`;
  if ('segment' in rule) return `in segment ${rule.segment}`;
  return describeComparison(rule);
}

function join(parts: readonly SegmentRule[], word: string, none: string): string {
  if (parts.length === 0) return none;
  if (parts.length === 1) return parts.map(describeSegmentRule).join('');
  return parts.map(bracketed).join(word);
}

/** Brackets around what has an `and` or `or` of its own. */
function bracketed(rule: SegmentRule): string {
  const parts = 'all' in rule ? rule.all : 'any' in rule ? rule.any : [];
  const text = describeSegmentRule(rule);
  return parts.length > 1 ? `(${text})` : text;
}

function describeComparison({ of, is }: Comparison): string {
  const name = describeMeasure(of);
  const tests = describeTest(is);
  return tests.map((test) => `${name} ${test}`).join(' and ');
}

function describeMeasure(measure: Measure): string {
  switch (measure.measure) {
    case 'trait':
      return `trait ${measure.name}`;
    case 'events':
      return 'number of events';
    case 'count':
      return `number of ${quote(measure.event)} events`;
    case 'window':
      return `number of ${measure.kind === 'all' ? 'events' : `${measure.kind} events`} in ${measure.days} days`;
    case 'rate':
      return `${measure.kind === 'all' ? 'events' : `${measure.kind} events`} a day, of late (half-life one ${measure.halfLife})`;
    case 'tag':
      return `${readings[measure.read]} ${measure.family} ${quote(measure.value)}${measure.scope === 'subtree' ? ' and below' : ''}`;
    case 'days-since':
      return `days since the ${measure.time} ${measure.event === undefined ? 'event' : `${quote(measure.event)} event`}`;
    case 'value':
      return `${worths[measure.read]}${measure.currency === undefined ? '' : ` in ${measure.currency}`}`;
    case 'engagement':
      return attention[measure.read];
    case 'channel':
      return `${measure.read} of the ${measure.touch} arrival`;
    case 'environment':
      return surroundings[measure.read];
    case 'psychographic':
      return minds[measure.read];
    case 'social':
      return relations[measure.read];
    case 'prediction':
      return `prediction ${measure.name}`;
  }
}

const readings = {
  weight: 'interest in',
  fast: 'recent interest in',
  slow: 'lasting interest in',
  share: 'share of interest in',
  rank: 'rank of',
  count: 'touches of',
} as const;

const worths = {
  orders: 'number of orders',
  items: 'units bought',
  refunds: 'number of refunds',
  revenue: 'revenue',
  refunded: 'money refunded',
  'average-order': 'average order',
} as const;

const attention = {
  visits: 'number of visits',
  'visible-minutes': 'minutes of attention',
  'max-depth': 'deepest scroll',
  'page-views': 'number of pages seen',
  'click-through': 'click-through rate',
} as const;

const surroundings = {
  device: 'device',
  language: 'language',
  timeZone: 'time zone',
  region: 'region',
} as const;

const minds = {
  'discount-share': 'share of discounted products',
  sentiment: 'feeling of what they wrote',
} as const;

const relations = {
  degree: 'number of acquaintances',
  'out-degree': 'number of others acted towards',
  'in-degree': 'number of others who acted towards the user',
} as const;

function describeTest(test: Test): readonly string[] {
  const tests: string[] = [];
  if (test.atLeast !== undefined) tests.push(`at least ${test.atLeast}`);
  if (test.above !== undefined) tests.push(`above ${test.above}`);
  if (test.atMost !== undefined) tests.push(`at most ${test.atMost}`);
  if (test.below !== undefined) tests.push(`below ${test.below}`);
  if (test.equals !== undefined) tests.push(`is ${show(test.equals)}`);
  if (test.oneOf !== undefined) tests.push(`is one of ${test.oneOf.map(show).join(', ')}`);
  if (test.contains !== undefined) tests.push(`contains ${quote(test.contains)}`);
  if (test.known !== undefined) tests.push(test.known ? 'is known' : 'is unknown');
  return tests;
}

function show(scalar: Scalar): string {
  return typeof scalar === 'string' ? quote(scalar) : String(scalar);
}

function quote(text: string): string {
  return JSON.stringify(text);
}
