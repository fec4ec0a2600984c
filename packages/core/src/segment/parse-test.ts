import { type Issue, issue } from '../event/issue.ts';
import { isRuleText, readRecord } from './read-record.ts';
import { ruleLimits, type Scalar, type Test } from './rule.ts';

const bounds = ['atLeast', 'atMost', 'above', 'below'] as const;
const keys = [...bounds, 'equals', 'oneOf', 'contains', 'known'];

const numberExpected = 'a number: 0, or of a size from 1e-9 to 1e15';

/** Checks that an unknown value is a test. */
export function parseTest(value: unknown, path: Issue['path'], issues: Issue[]): Test | undefined {
  const record = readRecord(value, path, `a test with ${keys.join(', ')}`, issues);
  if (record === undefined) return undefined;
  const before = issues.length;
  record.allow(keys, issues);
  const test: { -readonly [K in keyof Test]: Test[K] } = {};
  for (const key of bounds) {
    const bound = record.get(key);
    if (isNumber(bound)) test[key] = bound;
    else if (bound !== undefined) issues.push(issue('number', [...path, key], numberExpected, bound));
  }
  if (record.has('equals')) {
    const scalar = readScalar(record.get('equals'), [...path, 'equals'], issues);
    if (scalar !== undefined) test.equals = scalar;
  }
  if (record.has('oneOf')) {
    const list = record.get('oneOf');
    if (!Array.isArray(list) || list.length === 0 || list.length > ruleLimits.nodes) {
      issues.push(issue('type', [...path, 'oneOf'], `a list of 1 to ${ruleLimits.nodes} values`, list));
    } else {
      test.oneOf = list.flatMap((item: unknown, i) => readScalar(item, [...path, 'oneOf', i], issues) ?? []);
    }
  }
  const contains = record.has('contains') ? record.text('contains', issues) : undefined;
  if (contains !== undefined) test.contains = contains;
  const known = record.get('known');
  if (typeof known === 'boolean') test.known = known;
  else if (known !== undefined) issues.push(issue('type', [...path, 'known'], 'true or false', known));
  if (issues.length > before) return undefined;
  if (Object.keys(test).length === 0) {
    issues.push(issue('required', path, `at least one of ${keys.join(', ')}`, value));
    return undefined;
  }
  return test;
}

/** Beyond these sizes the tolerance of comparisons would be lost in rounding. */
function isNumber(value: unknown): value is number {
  return typeof value === 'number' && (value === 0 || (Math.abs(value) >= 1e-9 && Math.abs(value) <= 1e15));
}

function readScalar(value: unknown, path: Issue['path'], issues: Issue[]): Scalar | undefined {
  if (typeof value === 'boolean') return value;
  if (isNumber(value)) return value;
  if (isRuleText(value)) return value;
  issues.push(
    issue(
      'type',
      path,
      `a text of at most ${ruleLimits.textLength} characters, a number (0, or of a size from 1e-9 to 1e15), true or false`,
      value,
    ),
  );
  return undefined;
}
