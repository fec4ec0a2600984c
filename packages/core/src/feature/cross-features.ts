import { mixHash } from './hash-slot.ts';
import type { SparseVector } from './sparse-vector.ts';

/** At most this many indicators are crossed (496 pairs); of more, those with the lowest slots. */
export const MOST_CROSSED = 32;
const MOST_PAIRS = (MOST_CROSSED * (MOST_CROSSED - 1)) / 2;

/** Pairs of indicators: of the places of `slots` the first `size` count, and the value of each is 1. */
export interface CrossedPairs {
  size: number;
  readonly slots: Int32Array;
  /** What each pair is called, for explanations; null where nobody asks. */
  readonly names: string[] | null;
}

/** No pairs; `named` to explain from. */
export function createCrossedPairs(keep: 'named' | 'unnamed' = 'unnamed'): CrossedPairs {
  return { size: 0, slots: new Int32Array(MOST_PAIRS), names: keep === 'named' ? [] : null };
}

/** Writes the pairs of one input's indicators. */
export type FeatureCrosser = (input: SparseVector, out: CrossedPairs) => void;

/**
 * A function that writes each pair of indicators (categories, bins, missing) of `input` into `out`:
 * the interactions "this and that", named `a × b` when both keep names. Slots are 0 to 2^bits − 1; which of the
 * two came first does not matter.
 */
export function createFeatureCrosser(bits: number): FeatureCrosser {
  const mask = (1 << bits) - 1;
  /** The indicators' slots, each spread over 32 bits: of two such the sum is as good as a hash of the pair. */
  const marks = new Int32Array(MOST_CROSSED);
  const picked: number[] = [];
  return (input, out) => {
    const count = pickIndicators(input, picked);
    const { slots } = out;
    let size = 0;
    for (let i = 0; i < count; i++) {
      const mark = mixHash((input.slots[picked[i] ?? 0] ?? 0) + 1);
      marks[i] = mark;
      for (let j = 0; j < i; j++) slots[size++] = (mark + (marks[j] ?? 0)) & mask;
    }
    out.size = size;
    if (out.names !== null) namePairs(input, picked.slice(0, count), out.names);
  };
}

function namePairs({ names }: SparseVector, picked: readonly number[], into: string[]): void {
  into.length = 0;
  for (let i = 0; i < picked.length; i++)
    for (let j = 0; j < i; j++) {
      const pair = [names?.[picked[i] ?? 0] ?? '', names?.[picked[j] ?? 0] ?? ''];
      into.push(pair.sort((a, b) => (a < b ? -1 : 1)).join(' × '));
    }
}

/** Writes the positions of the indicators to cross, and answers how many they are. The bias, always last, is not one. */
function pickIndicators({ size, slots, values }: SparseVector, picked: number[]): number {
  let count = 0;
  for (let i = 0; i < size - 1; i++) if (values[i] === 1) picked[count++] = i;
  if (count <= MOST_CROSSED) return count;
  picked.length = count;
  picked.sort((a, b) => (slots[a] ?? 0) - (slots[b] ?? 0));
  return MOST_CROSSED;
}
