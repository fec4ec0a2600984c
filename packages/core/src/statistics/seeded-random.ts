/** Uniform numbers, 0 ≤ x < 1: `Math.random` in production, a seeded generator in tests and replays. */
export type Random = () => number;

/**
 * A seeded generator of 0 ≤ x < 1 with 53 random bits: the same seed gives the same numbers on every engine.
 *
 * Source: sfc32 of PractRand (Doty-Humphrey), period at least 2^32, seeded by twelve discarded rounds.
 * Not for secrets or for privacy noise in production: there pass a generator built on `crypto.getRandomValues`.
 */
export function createSeededRandom(seed: number): Random {
  let a = seed | 0;
  let b = (seed ^ 0x9e3779b9) | 0;
  let c = Math.floor(seed / 2 ** 32) | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
}
