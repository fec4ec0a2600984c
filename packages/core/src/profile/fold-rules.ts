import type { LikenessEvent } from '../event/event.ts';
import { segmentText } from '../text/segment-text.ts';
import type { ActionWeights } from './action-weights.ts';
import { type DeviceClass, deviceClass } from './device-class.ts';
import { areaOf } from './environment.ts';
import { createEventPlanner, type EventPlan } from './event-plan.ts';
import { defaultTagHalfLives, type TagHalfLives } from './half-lives.ts';
import { indexTagRules, type TagRuleIndex } from './index-tag-rules.ts';
import { createLocalClock } from './local-time.ts';
import { createMemo } from './memo.ts';
import { createPriceCategories, type PriceCategories } from './price-category.ts';
import { defaultTagRules, type TagRule } from './tag-rule.ts';
import type { TrustOf } from './trait-fusion.ts';

/** What folding needs to know beside the event. */
export interface FoldRuleSource {
  /** Default: {@link defaultTagRules} with `actionWeights`. */
  readonly tagRules?: readonly TagRule[];
  /** Replaces single weights of the default rules. */
  readonly actionWeights?: Partial<ActionWeights>;
  /** Default: 7 and 120 days for every family. */
  readonly tagHalfLives?: TagHalfLives;
  /** Other names of a tag's value, by family: `{ brand: { 'acme inc': 'acme' } }`; values as the rules make them. */
  readonly synonyms?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Cuts a text into words; default {@link segmentText}. */
  readonly segmentWords?: (text: string) => readonly string[];
  /** The feeling of a text, −1 to 1. Left out, sentiment stays unknown: a lexicon is bigger than all of the fold. */
  readonly scoreText?: (text: string) => number;
  /** Who is believed when sources disagree about a trait; left out, the newest statement stands. */
  readonly trustOf?: TrustOf;
}

/** Rules ready to fold with: an index, not state. */
export interface FoldRules {
  readonly tagHalfLives: TagHalfLives;
  /** As they were given, for who compiles them to something else. */
  readonly tagRules: readonly TagRule[];
  readonly synonyms: NonNullable<FoldRuleSource['synonyms']>;
  readonly tagRulesFor: TagRuleIndex;
  readonly planFor: (event: LikenessEvent) => EventPlan;
  readonly scoreText: ((text: string) => number) | undefined;
  readonly trustOf: TrustOf | undefined;
  /** {@link deviceClass} with a memory. */
  readonly deviceOf: (userAgent: string) => DeviceClass | undefined;
  /** {@link areaOf} with a memory. */
  readonly areaOf: (timeZone: string) => string | undefined;
  readonly priceCategories: PriceCategories;
}

/** User agents and time zones remembered. */
const memoLimit = 4_096;

/** Compiles fold rules; with no source, the defaults by which the main job runs without configuration. */
export function compileRules(source: FoldRuleSource = {}): FoldRules {
  const { tagRules = defaultTagRules(source.actionWeights), synonyms = {} } = source;
  const priceCategories = createPriceCategories();
  const deviceOf = createMemo(memoLimit, deviceClass);
  const rules: FoldRules = {
    tagHalfLives: source.tagHalfLives ?? defaultTagHalfLives,
    tagRules,
    synonyms,
    tagRulesFor: indexTagRules(tagRules, {
      deviceOf,
      pathOf: priceCategories.pathOf,
      segmentWords: source.segmentWords ?? ((text) => segmentText(text)),
      localTime: createLocalClock(),
      synonyms,
    }),
    scoreText: source.scoreText,
    trustOf: source.trustOf,
    deviceOf,
    areaOf: createMemo(memoLimit, areaOf),
    priceCategories,
    planFor: (event) => planFor(event),
  };
  const planFor = createEventPlanner(rules);
  return rules;
}
