/** A bounded uniform sample of a stream of numbers; plain JSON. */
export interface ReservoirState {
  /** How many numbers were seen. */
  seen: number;
  /** At most `RESERVOIR_SIZE` of them, each equally likely to be kept. */
  sample: number[];
  /** State of the generator that decides what is replaced. */
  seed: number;
}

/**
 * Numbers kept: a quantile estimate is off by more than 6 points of rank at most one time in eight
 * (Dvoretzky–Kiefer–Wolfowitz with n = 400: 2·exp(−2·400·0.06²) ≈ 0.11).
 */
export const RESERVOIR_SIZE = 400;

/** A reservoir that has seen nothing; 8 bytes per kept number. */
export function createReservoir(seed = 1): ReservoirState {
  return { seen: 0, sample: [], seed };
}

/** Takes one number in, in place: Vitter's algorithm R (1985) with a seeded xorshift generator. */
export function addToReservoir(state: ReservoirState, value: number): void {
  state.seen++;
  if (state.sample.length < RESERVOIR_SIZE) {
    state.sample.push(value);
    return;
  }
  let x = state.seed | 0 || 1;
  x ^= x << 13;
  x ^= x >>> 17;
  x ^= x << 5;
  state.seed = x;
  const at = Math.floor(((x >>> 0) / 4294967296) * state.seen);
  if (at < RESERVOIR_SIZE) state.sample[at] = value;
}

/** The numbers kept, ascending. */
export function sortedSample(state: ReservoirState): number[] {
  return [...state.sample].sort((a, b) => a - b);
}

/** The `q`-quantile (0–1) of an ascending sample, linear between neighbours (type 7); undefined when empty. */
export function quantileOf(sorted: readonly number[], q: number): number | undefined {
  const at = q * (sorted.length - 1);
  const low = sorted[Math.floor(at)];
  const high = sorted[Math.ceil(at)];
  if (low === undefined || high === undefined) return undefined;
  return low + (high - low) * (at - Math.floor(at));
}
