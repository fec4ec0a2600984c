import type { Contribution } from './online-model.ts';

/** Sums amounts by name and answers them largest first; equal amounts by name, so the order is always the same. */
export function collectContributions(
  attribute: (add: (name: string, amount: number) => void) => void,
): Contribution[] {
  const sums = new Map<string, number>();
  attribute((name, amount) => {
    sums.set(name, (sums.get(name) ?? 0) + amount);
  });
  return [...sums]
    .map(([name, amount]) => ({ name, amount }))
    .sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount) || (a.name < b.name ? -1 : 1));
}
