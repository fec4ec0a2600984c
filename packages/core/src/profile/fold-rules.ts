import type { LikenessEvent } from '../event/event.ts';
import { segmentText } from '../text/segment-text.ts';
import type { ActionWeights } from './action-weights.ts';
import { type DeviceClass, deviceClass } from './device-class.ts';
import { defaultTagHalfLives, type TagHalfLives } from './half-lives.ts';
import { createLocalClock, type LocalClock } from './local-time.ts';
import { createMemo } from './memo.ts';
import { createPriceCategories, type PriceCategories } from './price-category.ts';
import { defaultTagRules, type TagRule, type TextTransform } from './tag-rule.ts';
import { tagValue } from './tag-value.ts';
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

/** One rule with its path taken apart. */
export interface CompiledTagRule extends TagRule {
  /** The last key of the path; absent when the path ends with `[]`, and each item is itself the value. */
  readonly key: string | undefined;
}

/** Rules whose values lie in the same objects, which are then walked to once. */
export interface TagRuleGroup {
  /** Keys from the event down to the objects; `[]` stands for "each item". */
  readonly steps: readonly string[];
  readonly rules: readonly CompiledTagRule[];
}

/** Rules ready to fold with: an index, not state. */
export interface FoldRules {
  readonly tagHalfLives: TagHalfLives;
  readonly tagRulesFor: (event: LikenessEvent) => readonly TagRuleGroup[];
  /** The value under which a tag is kept. */
  readonly canonicalTag: (family: string, value: string) => string;
  readonly segmentWords: (text: string) => readonly string[];
  readonly scoreText: ((text: string) => number) | undefined;
  readonly trustOf: TrustOf | undefined;
  readonly localTime: LocalClock;
  /** {@link deviceClass} with a memory. */
  readonly deviceOf: (userAgent: string) => DeviceClass | undefined;
  /** {@link tagValue} of texts with a memory. */
  readonly tagText: Readonly<
    Record<Exclude<TextTransform, 'price-band'>, (text: string) => string | undefined>
  >;
  /** {@link tagValue} of prices with a memory: making a text costs more than looking one up. */
  readonly bandOf: (price: number) => string | undefined;
  readonly priceCategories: PriceCategories;
}

/** Texts remembered by rule set and transform. */
const memoLimit = 4_096;

/** Compiles fold rules; with no source, the defaults by which the main job runs without configuration. */
export function compileRules(source: FoldRuleSource = {}): FoldRules {
  const { tagRules = defaultTagRules(source.actionWeights) } = source;
  return {
    tagHalfLives: source.tagHalfLives ?? defaultTagHalfLives,
    tagRulesFor: indexRules(tagRules),
    canonicalTag: indexSynonyms(source.synonyms ?? {}),
    segmentWords: source.segmentWords ?? ((text) => segmentText(text)),
    scoreText: source.scoreText,
    trustOf: source.trustOf,
    localTime: createLocalClock(),
    deviceOf: createMemo(memoLimit, deviceClass),
    bandOf: createMemo(memoLimit, (price) => tagValue(price, 'price-band')),
    priceCategories: createPriceCategories(),
    tagText: {
      text: createMemo(memoLimit, (text) => tagValue(text, 'text')),
      lower: createMemo(memoLimit, (text) => tagValue(text, 'lower')),
      taxonomy: createMemo(memoLimit, (text) => tagValue(text, 'taxonomy')),
    },
  };
}

function indexRules(rules: readonly TagRule[]): FoldRules['tagRulesFor'] {
  const byType = new Map<string, TagRule[]>();
  const byName = new Map<string, TagRule[]>();
  for (const rule of rules) {
    if (rule.events === undefined) append(byType, rule.type, rule);
    else if (rule.type === 'track') for (const event of rule.events) append(byName, event, rule);
  }
  const forTrack = byType.get('track') ?? [];
  const groupsByType = mapValues(byType, groupRules);
  const groupsByName = mapValues(byName, (named) => groupRules([...forTrack, ...named]));
  const groupsForTrack = groupRules(forTrack);
  const none: readonly TagRuleGroup[] = [];
  return (event) =>
    event.type === 'track'
      ? (groupsByName.get(event.event) ?? groupsForTrack)
      : (groupsByType.get(event.type) ?? none);
}

function groupRules(rules: readonly TagRule[]): readonly TagRuleGroup[] {
  const groups = new Map<string, CompiledTagRule[]>();
  for (const rule of rules) {
    const steps = rule.path.replaceAll('[]', '.[]').split('.');
    const key = steps.at(-1) === '[]' ? undefined : steps.pop();
    append(groups, steps.join('.'), { ...rule, key });
  }
  return [...groups].map(([path, grouped]) => ({
    steps: path === '' ? [] : path.split('.'),
    rules: grouped,
  }));
}

function mapValues<T, U>(map: ReadonlyMap<string, T>, change: (value: T) => U): ReadonlyMap<string, U> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}

function indexSynonyms(source: NonNullable<FoldRuleSource['synonyms']>): FoldRules['canonicalTag'] {
  const families = new Map(
    Object.entries(source).map(([family, names]) => [family, new Map(Object.entries(names))]),
  );
  if (families.size === 0) return (_, value) => value;
  return (family, value) => families.get(family)?.get(value) ?? value;
}

function append<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}
