/** A vector that lies within a list, from one place on. */
export interface VectorPlace {
  readonly list: readonly number[];
  readonly from: number;
}

/** The inner product of two vectors of one length; two sums at a time, since an addition waits for the one before it. */
export function innerProduct(left: VectorPlace, right: VectorPlace, length: number): number {
  const { list: a, from: i } = left;
  const { list: b, from: j } = right;
  let even = 0;
  let odd = 0;
  let k = 0;
  for (; k + 1 < length; k += 2) {
    even += (a[i + k] ?? 0) * (b[j + k] ?? 0);
    odd += (a[i + k + 1] ?? 0) * (b[j + k + 1] ?? 0);
  }
  if (k < length) even += (a[i + k] ?? 0) * (b[j + k] ?? 0);
  return even + odd;
}
