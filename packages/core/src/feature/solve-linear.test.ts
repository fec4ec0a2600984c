import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solvePositive } from './solve-linear.ts';

describe('solvePositive', () => {
  it('solves a system worked out by hand', () => {
    const [x = 0, y = 0] = solvePositive([4, 2, 2, 3], [8, 7], 2) ?? [];
    expect(x).toBeCloseTo(1.25);
    expect(y).toBeCloseTo(1.5);
  });

  it('refuses a matrix that is not positive definite', () => {
    expect(solvePositive([1, 2, 2, 1], [1, 1], 2)).toBeUndefined();
  });

  it('finds the x that the right side was made from', () => {
    const entry = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 9, maxLength: 9 }),
        fc.tuple(entry, entry, entry),
        (root, wanted) => {
          const at = (i: number, j: number): number => root[i * 3 + j] ?? 0;
          const matrix = Array.from({ length: 9 }, (_, k) => {
            const [i, j] = [Math.floor(k / 3), k % 3];
            return at(i, 0) * at(j, 0) + at(i, 1) * at(j, 1) + at(i, 2) * at(j, 2) + (i === j ? 0.5 : 0);
          });
          const right = [0, 1, 2].map((i) =>
            wanted.reduce((sum, x, j) => sum + (matrix[i * 3 + j] ?? 0) * x, 0),
          );
          const solved = solvePositive([...matrix], right, 3) ?? [];
          wanted.forEach((x, i) => {
            expect(solved[i]).toBeCloseTo(x, 8);
          });
        },
      ),
    );
  });
});
