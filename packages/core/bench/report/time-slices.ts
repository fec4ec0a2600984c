/** What a loop of equal calls took, in microseconds by call. */
export interface SliceTimes {
  /** Mean over all slices of the fastest round of each. */
  readonly fastest: number;
  /** Mean over all slices of the median round of each: the same with the neighbours on the machine. */
  readonly median: number;
  /** Rounds that were timed. */
  readonly rounds: number;
}

/** How a loop is cut, and for how long it is gone through. */
export interface SliceOptions {
  readonly slices: number;
  /** Calls in one slice: few enough that a slice is shorter than a neighbour's turn. */
  readonly size: number;
  /**
   * What call `i` is given. It is read once before its slice is timed: a service has just parsed the event that it learns
   * from, so that it lies in the processor's cache, which test data of megabytes do not. What models remember
   * is not read before.
   */
  readonly given: (i: number) => unknown;
}

/** Rounds that are not timed: by then the engine has compiled what it will compile. */
const WARM_UP = 3;
/** Rounds at least, which go on for so long that a neighbour's busy second is not all there is. */
const ROUNDS = 6;
const LEAST_MS = 3_000;

/**
 * Times `slices · size` calls of `update`, in order and again and again. Of each slice the fastest round counts: neighbours
 * on the machine can only add to it. All slices count alike, so that easy examples count no more than others.
 */
export function timeSlices({ slices, size, given }: SliceOptions, update: (i: number) => void): SliceTimes {
  const rounds: Float64Array[] = [];
  const begin = performance.now();
  for (let round = -WARM_UP; round < ROUNDS || performance.now() - begin < LEAST_MS; round++) {
    const micros = new Float64Array(slices);
    for (let slice = 0; slice < slices; slice++) {
      const first = slice * size;
      for (let i = first; i < first + size; i++) JSON.stringify(given(i));
      const from = performance.now();
      for (let i = first; i < first + size; i++) update(i);
      micros[slice] = ((performance.now() - from) * 1000) / size;
    }
    if (round >= 0) rounds.push(micros);
  }
  let fastest = 0;
  let median = 0;
  for (let slice = 0; slice < slices; slice++) {
    const sorted = rounds.map((micros) => micros[slice] ?? 0).sort((a, b) => a - b);
    fastest += (sorted[0] ?? 0) / slices;
    median += (sorted[sorted.length >> 1] ?? 0) / slices;
  }
  return { fastest, median, rounds: rounds.length };
}
