import { hashText } from './hash-slot.ts';

/** Remembers the hashes of names by the position they came at; no answer depends on what it remembers. */
export interface NameMemory {
  /** Says that another example begins. */
  begin(): void;
  /** The hash of a name, as {@link hashText} has it. */
  hashOf(name: string, position: number): number;
}

/** Positions that are remembered, and the longest name. */
const POSITIONS = 256;
const LONGEST_NAME = 200;
/** For so many examples nothing is looked up after one whose names were mostly others. */
const REST = 64;

/**
 * Most streams name the same features in the same order, and comparing two pointers is cheaper than hashing a name. Where
 * names differ from example to example (tags, words), looking up and remembering costs half as much as hashing: then the
 * memory rests, and tries again later.
 */
export function createNameMemory(): NameMemory {
  const names: string[] = [];
  const hashes: number[] = [];
  let hits = 0;
  let misses = 0;
  let rest = 0;
  return {
    begin() {
      if (rest > 0) rest--;
      else if (misses > hits) rest = REST;
      hits = 0;
      misses = 0;
    },
    hashOf(name, position) {
      if (rest > 0) return hashText(name);
      const known = names[position];
      if (known === name) {
        hits++;
        return hashes[position] ?? 0;
      }
      const hash = hashText(name);
      if (known !== undefined) misses++;
      if (position < POSITIONS && name.length <= LONGEST_NAME) {
        names[position] = name;
        hashes[position] = hash;
      }
      return hash;
    },
  };
}
