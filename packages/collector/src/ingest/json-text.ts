/** Levels that are written; below them stands {@link cut}. Far beyond what any event may have, far below the stack. */
const writtenLevels = 64;
const cut = '… (nested too deep to be kept)';

/**
 * The JSON text of any value.
 *
 * `JSON.parse` reads nesting of any depth, `JSON.stringify` runs out of stack at some thousand levels: such a value is
 * written down to 64 levels. `undefined` is the text `undefined`.
 */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'undefined';
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return JSON.stringify(cutBelow(value, writtenLevels)) ?? 'undefined';
  }
}

function cutBelow(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return cut;
  if (Array.isArray(value)) return value.map((item) => cutBelow(item, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cutBelow(item, levels - 1)]));
}
