import { describe, expect, it } from 'vitest';
import { minimise } from './minimise.ts';

describe('minimise', () => {
  it("finds the bottom of Rosenbrock's valley", () => {
    const [x = 0, y = 0] = minimise(([a = 0, b = 0]) => (1 - a) ** 2 + 100 * (b - a * a) ** 2, [-1.2, 1]);
    expect(x).toBeCloseTo(1, 3);
    expect(y).toBeCloseTo(1, 3);
  });

  it('stays where nothing is better', () => {
    expect(minimise(([x = 0]) => x * x, [0])[0]).toBeCloseTo(0, 4);
  });
});
