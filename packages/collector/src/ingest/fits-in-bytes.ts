/**
 * Whether the JSON text of a value surely has at most `limit` bytes in UTF-8: `false` means that it has to be counted.
 *
 * It adds up what each part has at most (six bytes for a character, as `\\u001f` has) and gives up at the limit, which
 * costs a tenth of writing the text to find out that an ordinary event is far below it.
 */
export function fitsInBytes(value: unknown, limit: number): boolean {
  return rest(value, limit, 0) >= 0;
}

/** A number has at most 24 characters, as -1.2345678901234567e-100 has. */
const scalarBytes = 25;
const characterBytes = 6;
/** Deeper nesting is left to those who count. */
const levels = 64;

/** What is left of `budget` behind a value, negative when it may be too long. */
function rest(value: unknown, budget: number, depth: number): number {
  if (typeof value === 'string') return budget - characterBytes * value.length - 3;
  if (typeof value !== 'object' || value === null) return budget - scalarBytes;
  if (depth > levels) return -1;
  let left = budget - 3;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length && left >= 0; i++) left = rest(value[i], left, depth + 1);
    return left;
  }
  // A non-null, non-array object can be read by key.
  const object = value as Readonly<Record<string, unknown>>;
  // What JSON is read into has no enumerable keys but its own.
  for (const key in object) {
    left = rest(object[key], left - characterBytes * key.length - 4, depth + 1);
    if (left < 0) break;
  }
  return left;
}
