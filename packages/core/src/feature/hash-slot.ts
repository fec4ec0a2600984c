/**
 * The 32-bit hash of a text: FNV-1a over UTF-16 code units (Fowler, Noll, Vo). Not mixed yet: pass it through
 * {@link mixHash} before taking low bits.
 */
export function hashText(text: string): number {
  // As a signed number: an unsigned one would go through the loop as a double.
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** Spreads every bit of a 32-bit hash over all others (the finaliser of MurmurHash3); answers a signed integer. */
export function mixHash(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** The hash of the pair (name, category) from the hashes of both; swapping them gives another. */
export function joinHashes(name: number, category: number): number {
  return Math.imul(name ^ 0x5bd1e995, 0x01000193) ^ category;
}

/**
 * The weight slot of a feature: an integer from 0 to 2^bits − 1 (the "hashing trick", Weinberger et al.,
 * ICML 2009). With k features in use, about k²/2^(bits+1) pairs of them share a slot.
 *
 * @example
 * hashSlot('visits', undefined, 14); // the slot of the number `visits`
 * hashSlot('month', 'May', 14); // the slot of the category `month = May`
 */
export function hashSlot(name: string, value: string | undefined, bits: number): number {
  const nameHash = hashText(name);
  const hash = value === undefined ? nameHash : joinHashes(nameHash, hashText(value));
  return mixHash(hash) & ((1 << bits) - 1);
}
