import { type Issue, issue } from '../event/issue.ts';
import { storable } from '../event/parse-json.ts';
import { ruleLimits } from './rule.ts';

/** An unknown object read key by key; what is wrong is added to the issues that each call is given. */
export interface RecordReader {
  readonly has: (key: string) => boolean;
  readonly get: (key: string) => unknown;
  /** A text that must be there, of 1 to 256 characters. */
  readonly text: (key: string, issues: Issue[]) => string | undefined;
  /** One of a list of texts or numbers. */
  readonly choice: <T extends string | number>(
    key: string,
    choices: readonly T[],
    issues: Issue[],
  ) => T | undefined;
  /** Adds an issue for every key that is not in the list. */
  readonly allow: (keys: readonly string[], issues: Issue[]) => void;
}

/** Whether a value is a text that a rule may hold: not too long, and such as Postgres can store. */
export function isRuleText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= ruleLimits.textLength && storable(value) === value;
}

/** Starts to read an unknown value as an object; anything else adds an issue. */
export function readRecord(
  value: unknown,
  path: Issue['path'],
  expected: string,
  issues: Issue[],
): RecordReader | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    issues.push(issue(value === undefined ? 'required' : 'type', path, expected, value));
    return undefined;
  }
  // A non-null object can be read by its own keys.
  const record = value as Readonly<Record<string, unknown>>;
  const get = (key: string): unknown => (Object.hasOwn(record, key) ? record[key] : undefined);
  return {
    has: (key) => get(key) !== undefined,
    get,
    text: (key, found) => {
      const text = get(key);
      if (isRuleText(text) && text !== '') return text;
      const code = text === undefined ? 'required' : typeof text === 'string' ? 'too-long' : 'type';
      found.push(issue(code, [...path, key], `a text of 1 to ${ruleLimits.textLength} characters`, text));
      return undefined;
    },
    choice: (key, choices, found) => {
      const text = get(key);
      const choice = choices.find((known) => known === text);
      if (choice === undefined) {
        const code = text === undefined ? 'required' : 'type';
        found.push(issue(code, [...path, key], `one of ${choices.join(', ')}`, text));
      }
      return choice;
    },
    allow: (keys, found) => {
      for (const key of Object.keys(record)) {
        if (record[key] !== undefined && !keys.includes(key)) {
          found.push(issue('key', [...path, key], `no other keys than ${keys.join(', ')}`, record[key]));
        }
      }
    },
  };
}
