import { expect, it } from 'vitest';
import type { TagReading } from './interest.ts';
import { evenMix, learnRelevanceMix, readRelevance, withRelevance } from './relevance.ts';

const tag = (value: string, count: number, fast: number, slow: number): TagReading => ({
  family: 'category',
  value,
  count,
  fast,
  slow,
  weight: (fast + slow) / 2,
  share: 0,
  rank: 1,
});
const tags = [tag('mugs', 10, 0, 2), tag('tea', 2, 2, 2)];

it('mixes count, both speeds and the crowd by the stated formula', () => {
  const [first, second] = readRelevance(tags, { crowd: { mugs: 0.5, lamps: 0.5 } });
  // mugs: ((10 + 5) / 22 + (0 + 5) / 12 + (2 + 5) / 14 + 0.5) / 4
  expect(first).toMatchObject({ value: 'mugs' });
  expect(first?.relevance).toBeCloseTo((15 / 22 + 5 / 12 + 7 / 14 + 0.5) / 4, 12);
  expect(second?.value).toBe('lamps');
});

it('sums to 1 when the crowd is known, and parts sum to the relevance', () => {
  const read = readRelevance(tags, { crowd: { mugs: 0.25, tea: 0.25, lamps: 0.5 } });
  expect(read.reduce((sum, { relevance }) => sum + relevance, 0)).toBeCloseTo(1, 12);
  for (const { relevance, parts } of read) {
    expect(parts.count + parts.fast + parts.slow + parts.crowd).toBeCloseTo(relevance, 12);
  }
});

it('shows somebody new what everybody likes', () => {
  expect(readRelevance([], { crowd: { mugs: 0.7, tea: 0.3 } })[0]?.value).toBe('mugs');
});

it('ignores what is disliked', () => {
  expect(readRelevance([tag('mugs', 1, -5, -5)])[0]?.parts.fast).toBe(0);
});

const partsOf = (mix: typeof evenMix, value: string) =>
  readRelevance(tags, { mix }).find((read) => read.value === value)?.parts ?? noParts;
const noParts = { count: 0, fast: 0, slow: 0, crowd: 0 };

it('learns to trust the speed that foresees what is touched', () => {
  let mix = evenMix;
  for (let i = 0; i < 300; i++) mix = learnRelevanceMix(mix, partsOf(mix, 'tea'));
  expect(mix.fast).toBeGreaterThan(mix.slow);
  expect(mix.fast).toBeGreaterThan(mix.count);
  expect(mix.count + mix.fast + mix.slow + mix.crowd).toBeCloseTo(1, 12);
});

it('learns nothing from what nobody expected', () => {
  expect(learnRelevanceMix(evenMix, partsOf(evenMix, 'unheard of'))).toBe(evenMix);
});

it('believes the crowd the more, the greater its prior', () => {
  const crowd = { lamps: 1 };
  const lamps = (prior: number) =>
    readRelevance(tags, { crowd, prior }).find((r) => r.value === 'lamps')?.relevance;
  expect(lamps(100)).toBeGreaterThan(lamps(1) ?? 0);
});

it('adds to each tag of a profile the relevance in its own family', () => {
  const other = { ...tag('acme', 1, 1, 1), family: 'brand' };
  const read = withRelevance([...tags, other], (family) => (family === 'brand' ? { prior: 1 } : {}));
  expect(read.map(({ value }) => value)).toEqual(['mugs', 'tea', 'acme']);
  expect(read[0]?.relevance).toBe(readRelevance(tags).find(({ value }) => value === 'mugs')?.relevance);
  // Three parts of 1 / (1 + 1), and a crowd of which nothing is known.
  expect(read[2]?.relevance).toBeCloseTo((3 * 0.25) / 2, 12);
});
