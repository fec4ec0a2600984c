import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSequenceDescription, describeSequence, SEQUENCE_CONTEXTS } from './sequence-contexts.ts';

function describeAll(history: readonly number[]) {
  const description = createSequenceDescription();
  describeSequence(history, description);
  const keys = Object.fromEntries(SEQUENCE_CONTEXTS.map((name, i) => [name, description.keys[i] ?? 0]));
  return { ...description, keys };
}

describe('describeSequence', () => {
  it('forgets, in each order, exactly what is older', () => {
    const [left, right] = [describeAll([5, 1, 2, 3]), describeAll([6, 1, 2, 3])];
    for (const order of [0, 1, 2, 3]) expect(left.keys[`order ${order}`]).toBe(right.keys[`order ${order}`]);
    for (const order of [4, 5, 7]) expect(left.keys[`order ${order}`]).not.toBe(right.keys[`order ${order}`]);
  });

  it('counts how often the last symbol was repeated', () => {
    expect(describeAll([1, 2, 2, 2])).toMatchObject({ last: 3, run: 3 });
    expect(describeAll([])).toMatchObject({ last: 0, run: 0 });
  });

  it('sees the set of pages, not their order or number', () => {
    const seen = (history: readonly number[]) => describeAll(history).keys['pages seen'];
    expect(seen([1, 2, 1, 3])).toBe(seen([2, 2, 1, 3]));
    expect(seen([1, 2, 3])).not.toBe(seen([1, 4, 3]));
    // Beyond the 32 bits of one word, too.
    expect(seen([40, 3])).not.toBe(seen([41, 3]));
  });

  it('sees the path through distinct pages, each run counted once', () => {
    const path = (history: readonly number[]) => describeAll(history).keys['distinct pages'];
    expect(path([7, 7, 7, 2, 5])).toBe(path([7, 2, 2, 5]));
    expect(path([7, 2, 5])).not.toBe(path([7, 3, 5]));
  });

  it('sees where one went when the present page was left before, and after how long', () => {
    const then = (history: readonly number[]) => describeAll(history).keys['the last time here'];
    expect(then([7, 2, 5, 7])).toBe(then([4, 7, 2, 9, 7]));
    expect(then([7, 2, 5, 7])).not.toBe(then([7, 3, 5, 7]));
    expect(then([7, 2, 5, 7])).not.toBe(then([7, 7, 2, 5, 7]));
    expect(then([1, 2, 7])).toBe(then([3, 7]));
  });

  it('never gives a context the key that means "free"', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 100 }), (history) => {
        expect(Object.values(describeAll(history).keys)).not.toContain(0);
      }),
    );
  });
});
