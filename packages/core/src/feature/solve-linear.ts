/**
 * Solves A·x = b for a symmetric positive definite A of `size` rows, row-major, by Cholesky's method; A is
 * overwritten. Undefined when A is not positive definite.
 */
export function solvePositive(a: number[], b: readonly number[], size: number): number[] | undefined {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * size + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (a[i * size + k] ?? 0) * (a[j * size + k] ?? 0);
      if (i === j) {
        if (!(sum > 0)) return undefined;
        a[i * size + i] = Math.sqrt(sum);
      } else a[i * size + j] = sum / (a[j * size + j] ?? 1);
    }
  }
  const x = [...b];
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] ?? 0) - (a[i * size + k] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (a[i * size + i] ?? 1);
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] = (x[i] ?? 0) - (a[k * size + i] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (a[i * size + i] ?? 1);
  }
  return x;
}
