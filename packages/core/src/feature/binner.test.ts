import { describe, expect, it } from 'vitest';
import { createBinner } from './binner.ts';
import { describeTransformer } from './transformer.contract.ts';

describeTransformer(createBinner(), { maxStateChars: 1_000_000 });

describe('createBinner', () => {
  it('cuts a stream into bins of equal count', () => {
    const binner = createBinner({ bins: 4 });
    const state = binner.create();
    for (let i = 0; i < 256; i++) binner.learnOne(state, { pages: (i * 37) % 256 });
    const bins = Array.from({ length: 256 }, (_, pages) => binner.transformOne(state, { pages }).pages);
    for (const bin of ['bin 0', 'bin 1', 'bin 2', 'bin 3']) {
      expect(Math.abs(bins.filter((found) => found === bin).length - 64)).toBeLessThanOrEqual(1);
    }
  });

  it('leaves what is no number as it is', () => {
    const binner = createBinner();
    expect({ ...binner.transformOne(binner.create(), { shop: 'a', age: null }) }).toEqual({
      shop: 'a',
      age: null,
    });
  });
});
