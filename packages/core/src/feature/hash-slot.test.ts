import { describe, expect, it } from 'vitest';
import { hashSlot, hashText, joinHashes, mixHash } from './hash-slot.ts';

describe('hashText', () => {
  it('is FNV-1a: known answers of its authors for ASCII', () => {
    expect(hashText('') >>> 0).toBe(0x811c9dc5);
    expect(hashText('a') >>> 0).toBe(0xe40c292c);
    expect(hashText('foobar') >>> 0).toBe(0xbf9cf968);
  });
});

describe('mixHash', () => {
  it('gives known answers of the finaliser of MurmurHash3', () => {
    expect(mixHash(0)).toBe(0);
    expect(mixHash(1) >>> 0).toBe(0x514e28b7);
  });
});

describe('hashSlot', () => {
  it('keeps name and value apart', () => {
    expect(hashSlot('ab', 'c', 20)).not.toBe(hashSlot('a', 'bc', 20));
    expect(joinHashes(1, 2)).not.toBe(joinHashes(2, 1));
  });

  it('spreads names over slots about as evenly as chance would', () => {
    const counts = new Array<number>(256).fill(0);
    for (let i = 0; i < 25_600; i++) {
      const slot = hashSlot(`feature ${i}`, undefined, 8);
      counts[slot] = (counts[slot] ?? 0) + 1;
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0);
    // 255 degrees of freedom: 99.9 % of fair hashes lie below 330.
    expect(chiSquare).toBeLessThan(330);
  });
});
