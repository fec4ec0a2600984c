import { describe, expect, it } from 'vitest';
import { hashString } from './hash-string.ts';

describe('hashString', () => {
  it('never changes: assignments made with it must outlive releases', () => {
    expect([hashString(''), hashString('a'), hashString('ab'), hashString('日本', 7)]).toMatchInlineSnapshot(`
      [
        0,
        1867108634,
        374890698,
        4151803971,
      ]
    `);
  });

  it('flips half of the bits when one bit of the text flips', () => {
    let flipped = 0;
    for (let i = 0; i < 1_000; i++) {
      let difference = hashString(`user-${2 * i}`) ^ hashString(`user-${2 * i + 1}`);
      for (; difference !== 0; difference &= difference - 1) flipped++;
    }
    expect(flipped / 1_000).toBeGreaterThan(15.5);
    expect(flipped / 1_000).toBeLessThan(16.5);
  });

  it('has about as many collisions as chance would give', () => {
    const seen = new Set<number>();
    for (let i = 0; i < 100_000; i++) seen.add(hashString(`visitor:${i}`));
    // Expected: 100,000² / 2 / 2^32 = 1.2.
    expect(seen.size).toBeGreaterThan(99_990);
  });
});
