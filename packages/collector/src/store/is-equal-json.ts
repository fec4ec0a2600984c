import type { JsonObject, JsonValue } from '@likeness/core';

/** Whether two values are the same JSON, whatever the order of their keys. */
export function isEqualJson(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (!isObject(a) || !isObject(b)) {
    if (isObject(a) || isObject(b) || a.length !== b.length) return false;
    return a.every((item, i) => isEqualJson(item, b[i]));
  }
  let keys = 0;
  // What JSON is read into has no enumerable keys but its own, and nothing
  // of its prototype but `__proto__` equals any JSON. Walking the
  // keys makes no lists of them: this is asked for every event.
  for (const key in a) {
    if (!isEqualJson(a[key], b[key])) return false;
    if (key === '__proto__' && !Object.hasOwn(b, key)) return false;
    keys++;
  }
  for (const _ in b) keys--;
  return keys === 0;
}

function isObject(value: JsonObject | readonly JsonValue[]): value is JsonObject {
  return !Array.isArray(value);
}
