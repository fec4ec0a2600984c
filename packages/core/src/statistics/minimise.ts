/** Stops when the simplex's values agree to this, relatively. */
const TOLERANCE = 1e-10;
const MOST_ROUNDS = 600;
const FIRST_STEP = 0.5;

/**
 * The point where a smooth function of few variables is least, near `start`: the simplex method of Nelder and Mead
 * (Computer Journal 7, 1965), which needs no gradient. Deterministic; ends after 600 rounds at the latest.
 */
export function minimise(loss: (point: readonly number[]) => number, start: readonly number[]): number[] {
  const at = (point: number[]) => ({ point, value: loss(point) });
  let simplex = [at([...start]), ...start.map((value, i) => at([...start].with(i, value + FIRST_STEP)))];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    simplex.sort((a, b) => a.value - b.value);
    const [best] = simplex;
    const worst = simplex.at(-1);
    const second = simplex.at(-2);
    if (!best || !worst || !second) break;
    if (worst.value - best.value <= TOLERANCE * (1 + Math.abs(best.value))) break;
    const centre = start.map(
      (_, i) => simplex.slice(0, -1).reduce((sum, { point }) => sum + (point[i] ?? 0), 0) / start.length,
    );
    const along = (step: number) =>
      at(centre.map((value, i) => value + step * (value - (worst.point[i] ?? 0))));
    const reflected = along(1);
    if (reflected.value < best.value) {
      const expanded = along(2);
      simplex[simplex.length - 1] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < second.value) simplex[simplex.length - 1] = reflected;
    else {
      const contracted = along(reflected.value < worst.value ? 0.5 : -0.5);
      if (contracted.value < Math.min(reflected.value, worst.value)) simplex[simplex.length - 1] = contracted;
      else {
        simplex = simplex.map(({ point }) => at(point.map((value, i) => ((best.point[i] ?? 0) + value) / 2)));
      }
    }
  }
  return [...simplex].sort((a, b) => a.value - b.value)[0]?.point ?? [...start];
}
