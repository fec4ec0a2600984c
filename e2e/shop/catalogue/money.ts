/** A price as the shop writes it: `€ 12.50`, and `€ 22` without needless zeros. */
export function formatMoney(euros: number): string {
  return `€ ${Number.isInteger(euros) ? euros.toString() : euros.toFixed(2)}`;
}

/** A sum of prices rounded to the cent, so that 0.1 + 0.2 is 0.3. */
export function roundToCent(euros: number): number {
  return Math.round(euros * 100) / 100;
}
