import type { JsonObject, JsonValue } from './event.ts';
import { eventLimits, type JsonLimits } from './event-limits.ts';
import { type Issue, issue } from './issue.ts';

const empty: JsonObject = {};

/**
 * Parses an untrusted value into a bounded, clean JSON object; absent (`undefined`, `null`) is the empty object.
 *
 * Strings are made storable; a key that could reach a prototype (`__proto__`), a number that is not finite, or anything
 * over the limits adds an issue. The input itself comes back when nothing had to be cleaned.
 */
export function parseJsonObject(
  value: unknown,
  path: readonly string[],
  issues: Issue[],
  limits: JsonLimits = eventLimits,
): JsonObject {
  if (value === undefined || value === null) return empty;
  if (typeof value !== 'object' || Array.isArray(value)) {
    issues.push(issue('type', path, 'an object', value));
    return empty;
  }
  // Nearly every value is clean: to see that needs no paths and makes nothing.
  if (countClean(value, 1, limits) <= limits.nodes) return value as JsonObject;
  const cleaned = clean(value, path, 1, { nodes: 0, issues, limits });
  // clean() of an object answers an object.
  return cleaned as JsonObject;
}

/** How many keys and items a value has below it; `Infinity` where anything of it is not as it may be stored. */
function countClean(value: object, depth: number, limits: JsonLimits): number {
  if (depth > limits.depth) return Number.POSITIVE_INFINITY;
  let nodes = 0;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length && nodes <= limits.nodes; i++) {
      nodes += 1 + countBelow(value[i], depth, limits);
    }
    return nodes;
  }
  // A non-null, non-array object can be read by key.
  const object = value as Readonly<Record<string, unknown>>;
  // Walking the keys makes no list of them. What an object inherits is walked too: what is left is decided key by key.
  for (const key in object) {
    if (key === '__proto__' || key.length > limits.keyLength || !isStorable(key, limits)) {
      return Number.POSITIVE_INFINITY;
    }
    nodes += 1 + countBelow(object[key], depth, limits);
    if (nodes > limits.nodes) break;
  }
  return nodes;
}

function countBelow(value: unknown, depth: number, limits: JsonLimits): number {
  switch (typeof value) {
    case 'string':
      return value.length <= limits.stringLength && isStorable(value, limits) ? 0 : Number.POSITIVE_INFINITY;
    case 'number':
      return Number.isFinite(value) ? 0 : Number.POSITIVE_INFINITY;
    case 'boolean':
      return 0;
    case 'object':
      return value === null ? 0 : countClean(value, depth + 1, limits);
    default:
      return Number.POSITIVE_INFINITY;
  }
}

function isStorable(text: string, limits: JsonLimits = eventLimits): boolean {
  return limits.strings === 'storable' || (text.isWellFormed() && !text.includes('\0'));
}

/** Postgres can store neither NUL nor lone surrogates; both become U+FFFD, everything else stays. */
export function storable(text: string): string {
  if (isStorable(text)) return text;
  const wellFormed = text.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '\uFFFD') : wellFormed;
}

interface Budget {
  nodes: number;
  readonly issues: Issue[];
  readonly limits: JsonLimits;
}

function clean(value: unknown, path: Issue['path'], depth: number, budget: Budget): JsonValue {
  switch (typeof value) {
    case 'string':
      if (value.length > budget.limits.stringLength) {
        budget.issues.push(
          issue('too-long', path, `at most ${budget.limits.stringLength} characters`, value),
        );
        return '';
      }
      return storable(value);
    case 'number':
      if (!Number.isFinite(value)) {
        budget.issues.push(issue('number', path, 'a finite number', value));
        return 0;
      }
      return value;
    case 'boolean':
      return value;
    case 'object':
      if (value === null) return null;
      if (depth > budget.limits.depth) {
        budget.issues.push(issue('too-deep', path, `at most ${budget.limits.depth} levels`, value));
        return null;
      }
      // A non-null object can be read by key; every entry is checked in turn.
      return Array.isArray(value)
        ? cleanArray(value, path, depth, budget)
        : cleanObject(value as Readonly<Record<string, unknown>>, path, depth, budget);
    default:
      // undefined, functions and symbols cannot come from JSON; from code they mean "absent".
      return null;
  }
}

function cleanArray(list: readonly unknown[], path: Issue['path'], depth: number, budget: Budget): JsonValue {
  let changed: JsonValue[] | undefined;
  for (let i = 0; i < list.length; i++) {
    if (!spend(path, budget)) return [];
    const item: unknown = list[i];
    const cleaned = clean(item, [...path, i], depth + 1, budget);
    if (changed !== undefined) changed.push(cleaned);
    // Items before the first change were equal to their cleaned form, so they are JSON values.
    else if (cleaned !== item) changed = [...(list.slice(0, i) as JsonValue[]), cleaned];
  }
  // Unchanged means that every item equals its cleaned form.
  return changed ?? (list as readonly JsonValue[]);
}

function cleanObject(
  object: Readonly<Record<string, unknown>>,
  path: Issue['path'],
  depth: number,
  budget: Budget,
): JsonValue {
  let changed: Record<string, JsonValue> | undefined;
  const keys = Object.keys(object);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? '';
    if (!spend(path, budget)) return {};
    const item = object[key];
    const goodKey = storable(key);
    if (key === '__proto__' || key.length > budget.limits.keyLength) {
      const expected = `a key of at most ${budget.limits.keyLength} characters other than __proto__`;
      budget.issues.push(issue('key', path, expected, key));
      changed ??= entriesBefore(object, keys, i);
      continue;
    }
    // The path may be stored with the issue, so it names the key as it can be stored.
    const cleaned = clean(item, [...path, goodKey], depth + 1, budget);
    if (changed === undefined && (cleaned !== item || goodKey !== key)) {
      changed = entriesBefore(object, keys, i);
    }
    if (changed !== undefined && item !== undefined) changed[goodKey] = cleaned;
  }
  // Unchanged means that every entry equals its cleaned form.
  return changed ?? (object as JsonObject);
}

function entriesBefore(
  object: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  end: number,
): Record<string, JsonValue> {
  const entries: Record<string, JsonValue> = {};
  // Entries before the first change were equal to their cleaned form, so they are JSON values.
  for (const key of keys.slice(0, end)) entries[key] = object[key] as JsonValue;
  return entries;
}

function spend(path: Issue['path'], budget: Budget): boolean {
  budget.nodes++;
  const most = budget.limits.nodes;
  if (budget.nodes === most + 1) {
    budget.issues.push(issue('too-many', path, `at most ${most} keys and items`, undefined));
  }
  return budget.nodes <= most;
}
