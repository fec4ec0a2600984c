/**
 * A well-mixed 32-bit hash (0 … 2^32 − 1) of a string, equal on every engine.
 *
 * MurmurHash3 x86 32 (Appleby, public domain) of the text's UTF-16 little-endian bytes. Not for secrets. `seed`
 * makes independent hashes of the same text.
 */
export function hashString(text: string, seed = 0): number {
  const length = text.length;
  const whole = length & ~1;
  let h = seed | 0;
  for (let i = 0; i < whole; i += 2) {
    h ^= scramble(text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16));
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  if (whole < length) h ^= scramble(text.charCodeAt(whole));
  return finish(h ^ (length << 1));
}

function scramble(block: number): number {
  const k = Math.imul(block, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}

function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
