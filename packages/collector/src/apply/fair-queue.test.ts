import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFairQueue, createFairShares } from './fair-queue.ts';

it('lets senders take turns and keeps the order of each', () => {
  const queue = createFairQueue<string>();
  for (const item of ['a1', 'a2', 'a3', 'b1', 'b2', 'c1']) queue.add(item, item.charCodeAt(0));
  const taken = Array.from({ length: 7 }, () => queue.take());
  expect(taken).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', undefined]);
});

it('gives out everything that was put in, once, whoever sent it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(5), fc.boolean())), (steps) => {
      const queue = createFairQueue<number>();
      const out: (number | undefined)[] = [];
      steps.forEach(([sender, takesOne], i) => {
        queue.add(i, sender);
        if (takesOne) out.push(queue.take());
      });
      for (let item = queue.take(); item !== undefined; item = queue.take()) out.push(item);
      expect(out.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(steps.map((_, i) => i));
    }),
  );
});

it('lets one sender hold the limit, two the half each, and a newcomer one thing of any size', () => {
  const shares = createFairShares();
  expect(shares.mayHold(1, 50, 10)).toBe(true);
  shares.hold(1, 10);
  expect(shares.mayHold(1, 1, 10)).toBe(false);
  expect(shares.mayHold(2, 4, 10)).toBe(true);
  shares.hold(2, 4);
  expect(shares.mayHold(2, 1, 10)).toBe(true);
  expect(shares.mayHold(2, 2, 10)).toBe(false);
  shares.hold(1, -10);
  expect(shares.total()).toBe(4);
  expect(shares.mayHold(2, 6, 10)).toBe(true);
});

it('lets nobody hold anything more once twice the limit is held', () => {
  const shares = createFairShares();
  for (const sender of [1, 2, 3]) shares.hold(sender, 7);
  expect(shares.mayHold(4, 1, 10)).toBe(false);
});
