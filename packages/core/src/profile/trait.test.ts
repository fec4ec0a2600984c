import { expect, it } from 'vitest';
import type { JsonObject } from '../event/event.ts';
import { eventOf } from './event.fixture.ts';
import { foldTraits, mergeTraits, type Trait, traitLimit } from './trait.ts';

const state = (traits: Record<string, Trait>, stated: JsonObject, at: number, more = {}): number =>
  foldTraits(traits, eventOf({ type: 'identify', traits: stated }, { at, ...more }), { traits: stated });

it('keeps the newest statement with its time, event and source, and the type of its value', () => {
  const traits: Record<string, Trait> = {};
  state(traits, { age: 30, tags: ['a'] }, 1_000, { context: { library: { name: '@likeness/sdk' } } });
  state(traits, { age: 31 }, 2_000, { context: { source: 'survey', library: { name: 'x' } } });
  state(traits, { age: 29 }, 500);
  expect(traits.age).toMatchObject({ value: 31, at: 2_000, source: 'survey' });
  expect(traits.tags).toMatchObject({ value: ['a'], at: 1_000, source: '@likeness/sdk' });
});

it('breaks ties of time on the greater event id', () => {
  const traits: Record<string, Trait> = {};
  state(traits, { city: 'Graz' }, 1_000, { unique: 2 });
  state(traits, { city: 'Linz' }, 1_000, { unique: 1 });
  expect(traits.city?.value).toBe('Graz');
});

it('remembers that an attribute was taken back, or an older value would return', () => {
  const traits: Record<string, Trait> = {};
  state(traits, { city: null }, 2_000);
  state(traits, { city: 'Graz' }, 1_000);
  expect(traits.city?.value).toBeNull();
});

it('leaves out a value that is too long, and drops what was stated longest ago', () => {
  const traits: Record<string, Trait> = {};
  state(traits, { essay: 'x'.repeat(2_000) }, 1_000);
  expect(traits).toEqual({});
  let dropped = 0;
  for (let i = 0; i <= traitLimit; i++) dropped += state(traits, { [`t${i}`]: i }, 1_000 + i);
  expect(dropped).toBe(1);
  expect(traits).not.toHaveProperty('t0');
});

it('merges to the newer of two statements', () => {
  const traits: Record<string, Trait> = { a: { value: 1, at: 5, eventId: 'x' } };
  mergeTraits(traits, { a: { value: 2, at: 4, eventId: 'y' }, b: { value: 3, at: 1, eventId: 'z' } });
  expect(traits.a?.value).toBe(1);
  expect(traits.b?.value).toBe(3);
});
