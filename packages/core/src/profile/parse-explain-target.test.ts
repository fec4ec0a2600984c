import { expect, it } from 'vitest';
import { parseExplainTarget } from './parse-explain-target.ts';

it.each([
  ['tag:category:home/kitchen', { measure: 'tag', family: 'category', value: 'home/kitchen' }],
  ['tag.fast:search:time: 12:30', { measure: 'tag', read: 'fast', family: 'search', value: 'time: 12:30' }],
  ['tag:category:home/*', { measure: 'tag', family: 'category', value: 'home', scope: 'subtree' }],
  ['events', { measure: 'events' }],
  ['count:Product Viewed', { measure: 'count', event: 'Product Viewed' }],
  ['window:view:30', { measure: 'window', kind: 'view', days: 30 }],
  ['rate:all:week', { measure: 'rate', kind: 'all', halfLife: 'week' }],
  ['days-since:last', { measure: 'days-since', time: 'last' }],
  ['value:revenue:EUR', { measure: 'value', read: 'revenue', currency: 'EUR' }],
  ['value:orders', { measure: 'value', read: 'orders' }],
  ['psychographic:variety', { measure: 'psychographic', read: 'variety' }],
])('reads %s', (text, target) => {
  expect(parseExplainTarget(text)).toEqual({ ok: true, value: target });
});

it.each([
  ['', /^trait, events, count,/],
  ['constructor:x', /^trait, /],
  ['tag:category', /^tag:<family>:<value>$/],
  ['tag.best:category:x', /^tag\.weight, tag\.fast/],
  ['count.fast:x', /^trait, /],
  ['window:view:8', /<days> one of 7,30,90/],
  ['rate:buy:week', /<kind> one of view,/],
  ['events:1', /^events$/],
])('says what it expected instead of "%s"', (text, expected) => {
  const parsed = parseExplainTarget(text);
  expect(parsed.ok ? undefined : parsed.error).toMatch(expected);
});
