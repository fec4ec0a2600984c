import { createEventIdSource } from '@likeness/core';
import { expect, it } from 'vitest';
import { createRecentIds } from './recent-ids.ts';

it('remembers ids, each until another one needs its place', () => {
  const recent = createRecentIds(1);
  recent.add('id-1');
  expect([recent.has('id-1'), recent.has('id-2')]).toEqual([true, false]);
  recent.add('id-2');
  expect([recent.has('id-1'), recent.has('id-2')]).toEqual([false, true]);
});

it('knows nine in ten of the last 50,000 ids of one sender, and none that it never saw', () => {
  const recent = createRecentIds();
  const newId = createEventIdSource(() => 0.25);
  const ids = Array.from({ length: 100_000 }, (_, n) => newId(1_760_000_000_000 + Math.floor(n / 40)));
  const [seen, unseen] = [ids.slice(0, 50_000), ids.slice(50_000)];
  for (const id of seen) recent.add(id);
  expect(seen.filter(recent.has).length / seen.length).toBeGreaterThan(0.9);
  expect(unseen.filter(recent.has)).toEqual([]);
});
