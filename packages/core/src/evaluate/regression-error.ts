/** Root of the mean squared error, in the unit of the values. */
export function rmse(actual: readonly number[], predicted: readonly number[]): number {
  return Math.sqrt(mean(predicted.map((value, i) => (value - (actual[i] ?? 0)) ** 2)));
}

/** Mean absolute error, in the unit of the values. */
export function mae(actual: readonly number[], predicted: readonly number[]): number {
  return mean(predicted.map((value, i) => Math.abs(value - (actual[i] ?? 0))));
}

/** Share of the variance that is explained: 1 − Σ(y−ŷ)²/Σ(y−ȳ)²; 0 when the values do not vary. */
export function rSquared(actual: readonly number[], predicted: readonly number[]): number {
  const middle = mean(actual);
  const left = predicted.reduce((sum, value, i) => sum + (value - (actual[i] ?? 0)) ** 2, 0);
  const whole = actual.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return whole === 0 ? 0 : 1 - left / whole;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
