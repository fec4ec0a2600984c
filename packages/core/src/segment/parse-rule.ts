import { type Issue, issue } from '../event/issue.ts';
import { err, ok, type Result } from '../result.ts';
import { parseMeasure } from './parse-measure.ts';
import { parseTest } from './parse-test.ts';
import { type RecordReader, readRecord } from './read-record.ts';
import { ruleLimits, type SegmentRule } from './rule.ts';

/**
 * Checks that an unknown value is a rule; every mistake is an issue with its path from the rule's root, what was
 * expected and what kind of thing was there.
 */
export function parseSegmentRule(value: unknown): Result<SegmentRule, readonly Issue[]> {
  const issues: Issue[] = [];
  const rule = parseRule(value, [], 1, { nodes: 0, issues });
  return rule === undefined || issues.length > 0 ? err(issues) : ok(rule);
}

interface Budget {
  nodes: number;
  readonly issues: Issue[];
}

const forms = 'one of all, any, not, segment, or a comparison with of and is';

function parseRule(
  value: unknown,
  path: Issue['path'],
  depth: number,
  budget: Budget,
): SegmentRule | undefined {
  const { issues } = budget;
  if (depth > ruleLimits.depth) {
    issues.push(issue('too-deep', path, `at most ${ruleLimits.depth} levels`, value));
    return undefined;
  }
  budget.nodes++;
  if (budget.nodes > ruleLimits.nodes) {
    if (budget.nodes === ruleLimits.nodes + 1) {
      issues.push(issue('too-many', [], `at most ${ruleLimits.nodes} comparisons and combinations`, value));
    }
    return undefined;
  }
  const record = readRecord(value, path, `a rule: ${forms}`, issues);
  if (record === undefined) return undefined;
  if (record.has('of') || record.has('is')) return parseComparison(record, path, issues);
  for (const key of ['all', 'any'] as const) {
    if (!record.has(key)) continue;
    record.allow([key], issues);
    const parts = parseParts(record.get(key), [...path, key], depth, budget);
    if (parts === undefined) return undefined;
    return key === 'all' ? { all: parts } : { any: parts };
  }
  if (record.has('not')) {
    record.allow(['not'], issues);
    const part = parseRule(record.get('not'), [...path, 'not'], depth + 1, budget);
    return part === undefined ? undefined : { not: part };
  }
  if (record.has('segment')) {
    record.allow(['segment'], issues);
    const segment = record.text('segment', issues);
    return segment === undefined ? undefined : { segment };
  }
  issues.push(issue('required', path, forms, value));
  return undefined;
}

function parseParts(
  value: unknown,
  path: Issue['path'],
  depth: number,
  budget: Budget,
): readonly SegmentRule[] | undefined {
  if (!Array.isArray(value)) {
    budget.issues.push(issue('type', path, 'a list of rules', value));
    return undefined;
  }
  return value.flatMap((part: unknown, i) => parseRule(part, [...path, i], depth + 1, budget) ?? []);
}

function parseComparison(
  record: RecordReader,
  path: Issue['path'],
  issues: Issue[],
): SegmentRule | undefined {
  record.allow(['of', 'is'], issues);
  const of = parseMeasure(record.get('of'), [...path, 'of'], issues);
  const is = parseTest(record.get('is'), [...path, 'is'], issues);
  return of === undefined || is === undefined ? undefined : { of, is };
}
