import { type Issue, issue } from '../event/issue.ts';
import { err, ok, type Result } from '../result.ts';
import { parseSegmentRule } from './parse-rule.ts';
import type { SegmentDefinition, SegmentRule } from './rule.ts';

/** Segments that belong together: names are unique, and what a rule refers to is there. */
export interface SegmentSet {
  /** In the order given. */
  readonly definitions: readonly SegmentDefinition[];
  /** Rules by name, as {@link matchesSegment}'s context wants them. */
  readonly rules: ReadonlyMap<string, SegmentRule>;
}

const namePattern = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Most segments of one set: every one is evaluated for every profile that an event touches. */
export const segmentLimit = 256;

/**
 * Checks definitions one by one and together: rules are valid, no name occurs twice, every segment that a rule refers
 * to exists and none refers to itself, by whatever way. Paths start with the place in the list.
 */
export function createSegmentSet(
  definitions: readonly SegmentDefinition[],
): Result<SegmentSet, readonly Issue[]> {
  const issues: Issue[] = [];
  const rules = new Map<string, SegmentRule>();
  if (definitions.length > segmentLimit) {
    issues.push(issue('too-many', [], `at most ${segmentLimit} segments`, definitions));
  }
  definitions.forEach(({ name, rule }, i) => {
    if (typeof name !== 'string' || !namePattern.test(name)) {
      issues.push(
        issue('type', [i, 'name'], 'a name of 1 to 64 lower case letters, digits and hyphens', name),
      );
    } else if (rules.has(name)) {
      issues.push(issue('key', [i, 'name'], `a name that occurs once, not ${name} again`, name));
    }
    const parsed = parseSegmentRule(rule);
    if (parsed.ok) rules.set(name, parsed.value);
    else issues.push(...parsed.error.map((found) => ({ ...found, path: [i, 'rule', ...found.path] })));
  });
  if (issues.length > 0) return err(issues);
  definitions.forEach(({ name, rule }, i) => {
    for (const other of segmentsIn(rule)) {
      if (!rules.has(other)) {
        issues.push(issue('key', [i, 'rule'], `a segment that exists, not ${other}`, other));
      } else if (reaches(other, name, rules, new Set())) {
        issues.push(issue('key', [i, 'rule'], `a rule that does not lead back to ${name}`, other));
      }
    }
  });
  return issues.length > 0 ? err(issues) : ok({ definitions, rules });
}

/** The names of the segments that a rule refers to. */
export function segmentsIn(rule: SegmentRule): readonly string[] {
  if ('all' in rule) return rule.all.flatMap(segmentsIn);
  if ('any' in rule) return rule.any.flatMap(segmentsIn);
  if ('not' in rule) return segmentsIn(rule.not);
  return 'segment' in rule ? [rule.segment] : [];
}

function reaches(
  from: string,
  goal: string,
  rules: ReadonlyMap<string, SegmentRule>,
  seen: Set<string>,
): boolean {
  if (from === goal) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  const rule = rules.get(from);
  return rule !== undefined && segmentsIn(rule).some((next) => reaches(next, goal, rules, seen));
}
