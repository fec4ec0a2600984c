import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChosenRows, clearRows, createChosenRows, moveRows, sumRows } from './weight-rows.ts';

/** Rows of any length, some of them chosen, with amounts: `[length, weights, chosen]`. */
const anyRows = fc
  .integer({ min: 1, max: 9 })
  .chain((length) =>
    fc.tuple(
      fc.constant(length),
      fc.array(fc.double({ noNaN: true, min: -9, max: 9 }), { minLength: 5 * length, maxLength: 5 * length }),
      fc.array(fc.tuple(fc.nat(4), fc.double({ noNaN: true, min: -9, max: 9 })), { maxLength: 12 }),
    ),
  );

function choose(length: number, chosen: readonly (readonly [row: number, amount: number])[]): ChosenRows {
  const rows = createChosenRows();
  clearRows(rows, chosen.length);
  for (const [row, amount] of chosen) {
    rows.begins[rows.size] = row * length;
    rows.amounts[rows.size++] = amount;
  }
  return rows;
}

describe('weight rows', () => {
  it('sum column by column, in the order of the rows, to the last bit', () => {
    fc.assert(
      fc.property(anyRows, ([length, weights, chosen]) => {
        const sums = new Float64Array(length);
        sumRows(weights, choose(length, chosen), sums);
        const plain = Array.from(sums, (_, j) =>
          chosen.reduce((sum, [row, amount]) => sum + (weights[row * length + j] ?? 0) * amount, 0),
        );
        expect([...sums]).toEqual(plain);
      }),
    );
  });

  it('move by the step times their amounts, a row that was chosen twice by both', () => {
    fc.assert(
      fc.property(anyRows, ([length, weights, chosen]) => {
        const step = Float64Array.from({ length }, (_, j) => 0.5 - 0.25 * j);
        const plain = [...weights];
        for (const [row, amount] of chosen)
          for (let j = 0; j < length; j++)
            plain[row * length + j] = (plain[row * length + j] ?? 0) - amount * (step[j] ?? 0);
        moveRows(weights, choose(length, chosen), step);
        expect(weights).toEqual(plain);
      }),
    );
  });

  it('have room for any number of rows', () => {
    const rows = createChosenRows();
    clearRows(rows, 1_000);
    expect(Math.min(rows.begins.length, rows.amounts.length)).toBeGreaterThanOrEqual(1_000);
  });
});
