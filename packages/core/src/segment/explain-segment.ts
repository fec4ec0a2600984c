import type { JsonValue } from '../event/event.ts';
import type { ProfileExplanation } from '../profile/explain.ts';
import { defaultTagHalfLives } from '../profile/half-lives.ts';
import type { Profile } from '../profile/profile.ts';
import { describeSegmentRule } from './describe-rule.ts';
import type { SegmentContext } from './matches-segment.ts';
import { passesTest } from './passes-test.ts';
import { readMeasure } from './read-measure.ts';
import type { Measure, SegmentRule } from './rule.ts';

/** Why a profile is in a segment or not: the rule with the outcome of each of its parts. */
export interface SegmentExplanation {
  /** This part of the rule in plain English. */
  readonly rule: string;
  readonly holds: boolean;
  /** Of a comparison: what the measure is now; absent when it is unknown. */
  readonly value?: JsonValue;
  /** Of a comparison, when asked for: which events made the measure what it is. */
  readonly made?: ProfileExplanation;
  /** Of a combination: its parts; of a reference, the rule of the other segment. */
  readonly parts?: readonly SegmentExplanation[];
}

/** What a segment is explained with. */
export interface SegmentExplanationContext extends SegmentContext {
  /** Tells which events made a measure what it is (`explainProfile`); left out, it is not told. */
  readonly explain?: (measure: Measure) => ProfileExplanation;
}

/** Explains what `matchesSegment` answers: `holds` of the whole is that answer, and each part's follows from its parts. */
export function explainSegment(
  rule: SegmentRule,
  profile: Profile,
  context: SegmentExplanationContext,
): SegmentExplanation {
  const text = describeSegmentRule(rule);
  if ('of' in rule) {
    const { halfLives = defaultTagHalfLives } = context;
    const value = readMeasure(rule.of, profile, { ...context, halfLives });
    const holds = passesTest(value, rule.is);
    return {
      rule: text,
      holds,
      ...(value === undefined || value === null ? {} : { value }),
      ...(context.explain === undefined ? {} : { made: context.explain(rule.of) }),
    };
  }
  if ('segment' in rule) {
    const other = context.rules?.get(rule.segment);
    if (other === undefined) return { rule: text, holds: false };
    const part = explainSegment(other, profile, context);
    return { rule: text, holds: part.holds, parts: [part] };
  }
  if ('not' in rule) {
    const part = explainSegment(rule.not, profile, context);
    return { rule: text, holds: !part.holds, parts: [part] };
  }
  const parts = ('all' in rule ? rule.all : rule.any).map((part) => explainSegment(part, profile, context));
  const holds = 'all' in rule ? parts.every((part) => part.holds) : parts.some((part) => part.holds);
  return { rule: text, holds, parts };
}
