import type { SparseVector } from './encode-features.ts';
import { mixHash } from './hash-slot.ts';

/** At most this many indicators are crossed (496 pairs); of more, those with the lowest slots. */
export const MOST_CROSSED = 32;

/**
 * Writes one indicator for each pair of indicators (categories, bins, missing) of `input` into `out`: the
 * interactions "this and that", named `a × b` when both vectors keep names. Slots are 0 to 2^bits − 1; which of the two came first does not matter.
 */
export function crossFeatures(input: SparseVector, out: SparseVector, bits: number): void {
  const mask = (1 << bits) - 1;
  const picked = pickIndicators(input);
  let size = 0;
  for (let i = 1; i < picked.length; i++) {
    const first = input.slots[picked[i] ?? 0] ?? 0;
    for (let j = 0; j < i; j++) {
      const second = input.slots[picked[j] ?? 0] ?? 0;
      const pair =
        first < second ? Math.imul(first, 0x9e3779b1) + second : Math.imul(second, 0x9e3779b1) + first;
      out.slots[size] = mixHash(pair) & mask;
      out.values[size] = 1;
      if (out.names !== null) out.names[size] = nameOfPair(input, picked[i] ?? 0, picked[j] ?? 0);
      size++;
    }
  }
  out.size = size;
}

function nameOfPair({ names }: SparseVector, first: number, second: number): string {
  const pair = [names?.[first] ?? '', names?.[second] ?? ''];
  return pair.sort((a, b) => (a < b ? -1 : 1)).join(' × ');
}

/** Positions of the indicators to cross. The bias, always last, is not one. */
function pickIndicators(input: SparseVector): number[] {
  const found: number[] = [];
  for (let i = 0; i < input.size - 1; i++) if (input.values[i] === 1) found.push(i);
  if (found.length <= MOST_CROSSED) return found;
  return found.sort((a, b) => (input.slots[a] ?? 0) - (input.slots[b] ?? 0)).slice(0, MOST_CROSSED);
}
