import {
  compileRules,
  dayMs,
  draftProfile,
  emptyProfile,
  foldEvents,
  foldInPlace,
  type LikenessEvent,
  type Profile,
  tagLimit,
} from '@likeness/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { awkwardValues, profileEvents } from '../../test/apply/random-profile-events.ts';
import { defaultConfig } from '../config/resolve-config.ts';
import { addToTags } from './add-to-tags.ts';
import type { Dictionary } from './dictionary.ts';
import { packProfile, unpackProfile } from './pack-profile.ts';
import { readFamilies, type TagColumns, tagColumnsOf } from './tag-columns.ts';
import { createTagNumbers, type TagNumbers } from './tag-numbers.ts';

const { rules } = defaultConfig();

function dictionary(): Dictionary & { readonly asked: readonly string[][] } {
  const texts: string[] = [];
  const asked: string[][] = [];
  return {
    asked,
    encode: async (wanted) => {
      asked.push([...wanted]);
      return wanted.map((text) => (texts.includes(text) ? texts.indexOf(text) : texts.push(text) - 1));
    },
    decode: () => Promise.resolve(new Map()),
  };
}

/** Every tag by family and value, as stored. */
function stored(profile: Profile, halfLives = rules.tagHalfLives): ReadonlyMap<string, readonly number[]> {
  const { tags, tagCounts, tagFast, tagSlow } = packProfile(profile, halfLives);
  return new Map(tags.map((tag, i) => [tag, [tagCounts[i] ?? 0, tagFast[i] ?? 0, tagSlow[i] ?? 0]]));
}

function inColumns(columns: TagColumns, numbers: TagNumbers): ReadonlyMap<string, readonly number[]> {
  const { size, capacity, whole, weights } = columns;
  return new Map(
    Array.from({ length: size }, (_, i) => [
      `${numbers.familyName(whole[capacity + i] ?? 0)}\t${numbers.valueOf(whole[i] ?? 0)}`,
      [whole[2 * capacity + i] ?? 0, weights[i] ?? 0, weights[capacity + i] ?? 0],
    ]),
  );
}

/** The same batches twice: folded into objects that are packed after each, and added to columns. */
async function bothWays(batches: readonly (readonly LikenessEvent[])[], own = rules) {
  const { tagHalfLives: halfLives } = own;
  const numbers = createTagNumbers(dictionary());
  let profile: Profile = emptyProfile();
  let rest: Profile = emptyProfile();
  const columns = tagColumnsOf({}, [], numbers);
  let dropped = 0;
  for (const batch of batches) {
    profile = unpackProfile(packProfile(foldEvents(profile, batch, own), halfLives));
    const draft = draftProfile({ ...rest, interests: {} });
    foldInPlace(draft, batch, own);
    const [ids = []] = await numbers.encode([draft.interests]);
    const times = { from: rest.lastAt ?? 0, to: draft.lastAt ?? 0 };
    dropped += addToTags(columns, { interests: draft.interests, ids }, { ...times, halfLives, numbers }) ?? 0;
    rest = draft;
  }
  return { profile, columns, numbers, dropped };
}

it('makes of columns what folding into objects and packing them makes of these, event by event', async () => {
  await fc.assert(
    fc.asyncProperty(profileEvents(awkwardValues, { minLength: 1, maxLength: 12 }), async (events) => {
      const { profile, columns, numbers } = await bothWays(events.map((event) => [event]));
      expect(inColumns(columns, numbers)).toEqual(stored(profile));
    }),
  );
});

it('gives batches the same to the rounding of single precision, with half-lives of single families too', async () => {
  const tagHalfLives = { ...rules.tagHalfLives, families: { brand: { fastMs: dayMs, slowMs: 9 * dayMs } } };
  const special = compileRules({ tagHalfLives });
  await fc.assert(
    fc.asyncProperty(profileEvents(awkwardValues, { minLength: 2, maxLength: 12 }), async (events) => {
      const middle = events.length >> 1;
      const batches = [events.slice(0, middle), events.slice(middle)];
      const { profile, columns, numbers } = await bothWays(batches, special);
      const expected = stored(profile, tagHalfLives);
      const tags = inColumns(columns, numbers);
      expect([...tags.keys()].sort()).toEqual([...expected.keys()].sort());
      for (const [tag, [count, fast = 0, slow = 0]] of expected) {
        const [ownCount, ownFast = Number.NaN, ownSlow = Number.NaN] = tags.get(tag) ?? [];
        expect(ownCount).toBe(count);
        expect(Math.abs(ownFast - fast)).toBeLessThanOrEqual(2e-7 * Math.max(1, Math.abs(fast)));
        expect(Math.abs(ownSlow - slow)).toBeLessThanOrEqual(2e-7 * Math.max(1, Math.abs(slow)));
      }
    }),
  );
});

it('drops what core drops when a family is full', async () => {
  const many = Array.from({ length: 100 }, (_, i) => `Category ${i}`);
  await fc.assert(
    fc.asyncProperty(profileEvents(many, { minLength: 110, maxLength: 160 }), async (events) => {
      const { profile, columns, numbers, dropped } = await bothWays(events.map((event) => [event]));
      expect(inColumns(columns, numbers)).toEqual(stored(profile));
      expect(dropped).toBe(profile.dropped);
    }),
    { numRuns: 20 },
  );
  const steady = profileEvents(many, { minLength: 400, maxLength: 400 });
  const [events = []] = fc.sample(steady, { numRuns: 1, seed: 7 });
  const { columns, dropped } = await bothWays(events.map((event) => [event]));
  expect(dropped).toBeGreaterThan(0);
  expect(columns.size).toBeGreaterThanOrEqual(tagLimit);
});

it('leaves it to others when there are more families than a profile may have', async () => {
  const numbers = createTagNumbers(dictionary());
  const families = Object.fromEntries(
    Array.from({ length: 25 }, (_, i) => [`family ${i}`, { value: [1, 1, 1, 0] as const }]),
  );
  const [ids = []] = await numbers.encode([families]);
  const deps = { from: 0, to: 0, halfLives: rules.tagHalfLives, numbers };
  expect(addToTags(tagColumnsOf({}, [], numbers), { interests: families, ids }, deps)).toBeUndefined();
});

it('reads the families asked for as objects', async () => {
  await fc.assert(
    fc.asyncProperty(profileEvents(awkwardValues, { minLength: 1, maxLength: 12 }), async (events) => {
      const { profile, columns, numbers } = await bothWays(events.map((event) => [event]));
      const at = profile.lastAt ?? 0;
      const read = readFamilies(columns, new Set(['category', 'constructor']), { numbers, at });
      const { category } = profile.interests;
      expect(JSON.parse(JSON.stringify(read))).toEqual(
        JSON.parse(JSON.stringify(category === undefined ? {} : { category })),
      );
    }),
  );
});

it('asks the dictionary once for a tag', async () => {
  const own = dictionary();
  const numbers = createTagNumbers(own);
  const slice = { brand: { ida: [1, 1, 1, 0], una: [1, 1, 1, 0] }, category: { ida: [1, 1, 1, 0] } } as const;
  const first = await numbers.encode([slice]);
  expect(await numbers.encode([slice, { brand: { una: [1, 1, 1, 0] } }])).toEqual([
    ...first,
    [first[0]?.[1]],
  ]);
  expect(own.asked).toEqual([['brand\tida', 'brand\tuna', 'category\tida']]);
});
