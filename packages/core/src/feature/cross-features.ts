import { mixHash } from './hash-slot.ts';
import { makeRoom, type SparseVector } from './sparse-vector.ts';

/** At most this many indicators are crossed (496 pairs); of more, those with the lowest slots. */
export const MOST_CROSSED = 32;

/** Writes the pairs of one input's indicators into another vector. */
export type FeatureCrosser = (input: SparseVector, out: SparseVector) => void;

/**
 * A function that writes one indicator for each pair of indicators (categories, bins, missing) of `input` into `out`:
 * the interactions "this and that", named `a × b` when both vectors keep names. Slots are 0 to 2^bits − 1; which of the
 * two came first does not matter.
 */
export function createFeatureCrosser(bits: number): FeatureCrosser {
  const mask = (1 << bits) - 1;
  /** The indicators' slots, each spread over 32 bits: of two such the sum is as good as a hash of the pair. */
  const marks = new Int32Array(MOST_CROSSED);
  const picked: number[] = [];
  return (input, out) => {
    const count = pickIndicators(input, picked);
    makeRoom(out, (count * (count - 1)) / 2);
    const { slots, values, names } = out;
    let size = 0;
    for (let i = 0; i < count; i++) {
      const mark = mixHash((input.slots[picked[i] ?? 0] ?? 0) + 1);
      marks[i] = mark;
      for (let j = 0; j < i; j++) {
        slots[size] = (mark + (marks[j] ?? 0)) & mask;
        values[size] = 1;
        if (names !== null) names[size] = nameOfPair(input, picked[i] ?? 0, picked[j] ?? 0);
        size++;
      }
    }
    out.size = size;
  };
}

function nameOfPair({ names }: SparseVector, first: number, second: number): string {
  const pair = [names?.[first] ?? '', names?.[second] ?? ''];
  return pair.sort((a, b) => (a < b ? -1 : 1)).join(' × ');
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
