/** Some rows of a flat list of weights, each with an amount; reused from call to call. */
export interface ChosenRows {
  /** How many of the places below count. */
  size: number;
  /** Where each row begins. */
  begins: Int32Array;
  /** What each row is multiplied by. */
  amounts: Float64Array;
}

/** Rows there is room for at first: the arrays double when more are chosen. */
const FIRST_ROOM = 64;

/** No rows, with room for some. */
export function createChosenRows(): ChosenRows {
  return { size: 0, begins: new Int32Array(FIRST_ROOM), amounts: new Float64Array(FIRST_ROOM) };
}

/** Forgets the rows chosen and makes room for up to `most`. */
export function clearRows(rows: ChosenRows, most: number): void {
  rows.size = 0;
  if (most <= rows.begins.length) return;
  rows.begins = new Int32Array(2 * most);
  rows.amounts = new Float64Array(2 * most);
}

/**
 * Writes the sum of the rows, each times its amount, into `sums`, which is as long as a row. Four columns at a time: sums
 * that stay in registers cost less than half of those that go through memory, and are the same to the last bit.
 */
export function sumRows(
  weights: readonly number[],
  { size, begins, amounts }: ChosenRows,
  sums: Float64Array,
): void {
  const length = sums.length;
  let column = 0;
  for (; column + 3 < length; column += 4) {
    let first = 0;
    let second = 0;
    let third = 0;
    let fourth = 0;
    for (let i = 0; i < size; i++) {
      const at = (begins[i] ?? 0) + column;
      const amount = amounts[i] ?? 0;
      first += (weights[at] ?? 0) * amount;
      second += (weights[at + 1] ?? 0) * amount;
      third += (weights[at + 2] ?? 0) * amount;
      fourth += (weights[at + 3] ?? 0) * amount;
    }
    sums[column] = first;
    sums[column + 1] = second;
    sums[column + 2] = third;
    sums[column + 3] = fourth;
  }
  for (; column < length; column++) {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += (weights[(begins[i] ?? 0) + column] ?? 0) * (amounts[i] ?? 0);
    sums[column] = sum;
  }
}

/** Takes `step`, times its amount, from each row; `step` is as long as a row. Four columns at a time, as above. */
export function moveRows(
  weights: number[],
  { size, begins, amounts }: ChosenRows,
  step: Readonly<Float64Array>,
): void {
  const length = step.length;
  let column = 0;
  for (; column + 3 < length; column += 4) {
    const first = step[column] ?? 0;
    const second = step[column + 1] ?? 0;
    const third = step[column + 2] ?? 0;
    const fourth = step[column + 3] ?? 0;
    for (let i = 0; i < size; i++) {
      const at = (begins[i] ?? 0) + column;
      const amount = amounts[i] ?? 0;
      weights[at] = (weights[at] ?? 0) - amount * first;
      weights[at + 1] = (weights[at + 1] ?? 0) - amount * second;
      weights[at + 2] = (weights[at + 2] ?? 0) - amount * third;
      weights[at + 3] = (weights[at + 3] ?? 0) - amount * fourth;
    }
  }
  for (; column < length; column++) {
    for (let i = 0; i < size; i++) {
      const at = (begins[i] ?? 0) + column;
      weights[at] = (weights[at] ?? 0) - (amounts[i] ?? 0) * (step[column] ?? 0);
    }
  }
}
