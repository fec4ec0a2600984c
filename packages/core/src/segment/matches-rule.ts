import type { JsonValue } from '../event/event.ts';
import { passesTest } from './passes-test.ts';
import type { Measure, SegmentRule } from './rule.ts';

/** Whether a rule holds for what `read` answers to its measures; `rules` are those of other segments by name. */
export function matchesRule(
  rule: SegmentRule,
  read: (measure: Measure) => JsonValue | undefined,
  rules?: ReadonlyMap<string, SegmentRule>,
): boolean {
  if ('all' in rule) return rule.all.every((part) => matchesRule(part, read, rules));
  if ('any' in rule) return rule.any.some((part) => matchesRule(part, read, rules));
  if ('not' in rule) return !matchesRule(rule.not, read, rules);
  if ('segment' in rule) {
    const other = rules?.get(rule.segment);
    return other !== undefined && matchesRule(other, read, rules);
  }
  return passesTest(read(rule.of), rule.is);
}
