import { expect, it } from 'vitest';
import { eventOf, trackOf } from './event.fixture.ts';
import { eventTags } from './event-tags.ts';
import { compileRules } from './fold-rules.ts';

const rules = compileRules();
const asText = (event: Parameters<typeof eventTags>[0], by = rules) =>
  eventTags(event, by).map(({ family, value, amount }) => `${family} ${value} ${amount}`);

it('touches what a product is, by action', () => {
  const mug = { category: 'Home > Mugs', brand: 'ACME', name: 'Blue Mug', price: 12 };
  expect(asText(trackOf('Product Viewed', mug))).toEqual([
    'category home/mugs 1',
    'brand acme 1',
    'product Blue Mug 1',
    'price 10-20 1',
  ]);
  expect(asText(trackOf('Product Added', { brand: 'a' }))).toEqual(['brand a 3']);
  expect(asText(trackOf('Product Disliked', { brand: 'a' }))).toEqual(['brand a -3']);
  expect(asText(trackOf('Order Completed', { products: [{ brand: 'a' }, { brand: 'b' }, 3] }))).toEqual([
    'brand a 5',
    'brand b 5',
  ]);
});

it('keeps a search whole and in words, without stop words, in any script', () => {
  expect(asText(trackOf('Products Searched', { query: 'The Red Mug' }))).toEqual([
    'search the red mug 2',
    'search-term red 2',
    'search-term mug 2',
  ]);
  expect(asText(trackOf('Products Searched', { query: '红色的手机' }))).toEqual([
    'search 红色的手机 2',
    'search-term 红色 2',
    'search-term 手机 2',
  ]);
});

it('touches hour, weekday and device of a page view when the sender says where', () => {
  const context = { timezone: 'Asia/Tokyo', userAgent: 'Mozilla/5.0 (iPhone)' };
  const page = eventOf({ type: 'page', properties: {} }, { context });
  expect(asText(page)).toEqual(['hour 09 1', 'weekday thursday 1', 'device mobile 1']);
  expect(asText(eventOf({ type: 'page', properties: {} }))).toEqual([]);
});

it('reads what a page says about itself, and who wrote an article', () => {
  const metadata = { categories: ['A/B'], brands: ['C'], keywords: ['d', 'E'], authors: ['F G'] };
  expect(asText(eventOf({ type: 'page', properties: { metadata } }))).toEqual([
    'category a/b 0.5',
    'brand c 0.5',
    'topic d 0.5',
    'topic e 0.5',
    'author f g 0.5',
  ]);
  expect(asText(trackOf('Article Viewed', { keywords: ['x'], author: 'Y' }))).toEqual([
    'topic x 1',
    'author y 1',
  ]);
});

it('follows custom rules, weights and synonyms', () => {
  const custom = compileRules({
    tagRules: [
      { type: 'track', family: 'mood', path: 'properties.mood', weight: 2, transform: 'lower' },
      {
        type: 'track',
        events: ['Tea Poured'],
        family: 'tea',
        path: 'properties.kinds[].name',
        weight: 1,
        transform: 'text',
      },
    ],
    synonyms: { mood: { glad: 'happy' } },
  });
  expect(asText(trackOf('Tea Poured', { mood: 'Glad', kinds: [{ name: 'Oolong' }] }), custom)).toEqual([
    'mood happy 2',
    'tea Oolong 1',
  ]);
  expect(asText(trackOf('Other', { mood: 'sad' }), custom)).toEqual(['mood sad 2']);
  const heavy = compileRules({ actionWeights: { view: 10 } });
  expect(asText(trackOf('Product Viewed', { brand: 'a' }), heavy)).toEqual(['brand a 10']);
});

it('applies a rule for named events to track events alone', () => {
  const rule = { family: 'x', path: 'properties.x', weight: 1, transform: 'text', events: ['Home'] } as const;
  const custom = compileRules({ tagRules: [{ ...rule, type: 'page' }] });
  expect(asText(trackOf('Home', { x: 'a' }), custom)).toEqual([]);
});

it('reads own properties only, and a bounded number of values', () => {
  expect(asText(trackOf('Product Viewed', { category: { toString: 'x' } }))).toEqual([]);
  const products = Array.from({ length: 500 }, (_, i) => ({ brand: `b${i}` }));
  expect(eventTags(trackOf('Order Completed', { products }), rules)).toHaveLength(200);
});
