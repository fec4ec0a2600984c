import type { JsonObject, JsonValue } from '../event/event.ts';

/** The object that a property holds; `undefined` for anything else. */
export function objectOf(value: JsonValue | undefined): JsonObject | undefined {
  return value !== undefined && isObject(value) ? value : undefined;
}

/** Whether a JSON value is an object, neither null nor a list. */
export function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text that a property holds, cut to `length` characters; `undefined` when it is empty or no text. */
export function textOf(value: JsonValue | undefined, length = 256): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  return value.length > length ? value.slice(0, length) : value;
}

/** The finite number that a property holds; careless clients send numbers as text. */
export function numberOf(value: JsonValue | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** The objects of a list; empty for anything else. */
export function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
