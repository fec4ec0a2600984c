/** Running count, mean and sum of squared deviations of one number on the log scale; plain JSON. */
export interface ScaleState {
  count: number;
  mean: number;
  squares: number;
}

/** No scaled value is farther from 0 than this many standard deviations. */
export const SCALE_LIMIT = 5;

/** Below this a number counts as constant: what is left is rounding. */
const SMALLEST_DEVIATION = 1e-12;

/** A scale that has seen nothing. */
export function createScale(): ScaleState {
  return { count: 0, mean: 0, squares: 0 };
}

/** `sign(x) · ln(1 + |x|)`: turns counts, durations and money into numbers a linear model can use. */
export function signedLog(x: number): number {
  // Most counts are 0, and a logarithm costs as much as twenty additions.
  if (x === 0) return x;
  return x < 0 ? -Math.log1p(-x) : Math.log1p(x);
}

/** The number whose {@link signedLog} is `logged`, never infinite. */
export function signedExp(logged: number): number {
  const size = Math.min(Math.expm1(Math.abs(logged)), Number.MAX_VALUE);
  return logged < 0 ? -size : size;
}

/** Takes one number in, in place (Welford 1962, on {@link signedLog}). */
export function learnScale(state: ScaleState, x: number): void {
  learnLogged(state, signedLog(x));
}

/** The same for a number whose {@link signedLog} is known already. */
export function learnLogged(state: ScaleState, logged: number): void {
  state.count++;
  const delta = logged - state.mean;
  state.mean += delta / state.count;
  state.squares += delta * (logged - state.mean);
}

/**
 * The number in standard deviations from the running mean, on {@link signedLog}, clipped to ±5; 0 until two
 * different numbers were seen.
 *
 * @example
 * const scale = createScale();
 * for (const x of [0, 10, 100]) learnScale(scale, x);
 * scaleOne(scale, 10); // 0.03: the middle, on a logarithmic scale
 */
export function scaleOne(state: ScaleState, x: number): number {
  return scaleLogged(state, signedLog(x));
}

/** The same for a number whose {@link signedLog} is known already. */
export function scaleLogged(state: ScaleState, logged: number): number {
  const deviation = Math.sqrt(state.squares / state.count);
  if (!(deviation > SMALLEST_DEVIATION)) return 0;
  const z = (logged - state.mean) / deviation;
  return Math.min(Math.max(z, -SCALE_LIMIT), SCALE_LIMIT);
}
