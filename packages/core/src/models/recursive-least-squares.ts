/**
 * Linear regression without a learning rate: weights and the inverse of the (ridge-regularised) Gram matrix,
 * row by row, both exact after every example.
 *
 * Gain `k = P·x / (1 + xᵀ·P·x)`, `w += k·(y − wᵀ·x)`, `P −= k·(P·x)ᵀ` (Plackett 1950; Haykin, "Adaptive Filter
 * Theory", ch. 10, without forgetting). Bytes: `8 · (d + d²)`.
 */
export interface LeastSquaresState {
  readonly weights: number[];
  readonly inverse: number[];
}

/** Starts from `prior` weights, believed as firmly as `ridge` examples of size 1 would make them. */
export function createLeastSquares(prior: readonly number[], ridge: number): LeastSquaresState {
  const size = prior.length;
  const inverse = new Array<number>(size * size).fill(0);
  for (let i = 0; i < size; i += 1) inverse[i * size + i] = 1 / ridge;
  return { weights: [...prior], inverse };
}

/** `wᵀ·x`. */
export function predictLeastSquares({ weights }: LeastSquaresState, inputs: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i += 1) sum += (weights[i] ?? 0) * (inputs[i] ?? 0);
  return sum;
}

/** Learns one example in place. */
export function learnLeastSquares(state: LeastSquaresState, inputs: readonly number[], target: number): void {
  const { weights, inverse } = state;
  const size = weights.length;
  const error = target - predictLeastSquares(state, inputs);
  const gain = new Array<number>(size).fill(0);
  let scale = 1;
  for (let i = 0; i < size; i += 1) {
    let sum = 0;
    for (let j = 0; j < size; j += 1) sum += (inverse[i * size + j] ?? 0) * (inputs[j] ?? 0);
    gain[i] = sum;
    scale += (inputs[i] ?? 0) * sum;
  }
  for (let i = 0; i < size; i += 1) {
    const step = (gain[i] ?? 0) / scale;
    weights[i] = (weights[i] ?? 0) + step * error;
    for (let j = 0; j < size; j += 1) {
      inverse[i * size + j] = (inverse[i * size + j] ?? 0) - step * (gain[j] ?? 0);
    }
  }
}
