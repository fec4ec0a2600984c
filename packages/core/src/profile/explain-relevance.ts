import type { LikenessEvent } from '../event/event.ts';
import { decayTo } from './decay.ts';
import { eventTags } from './event-tags.ts';
import { explainSum, type ProfileExplanation } from './explain.ts';
import type { FoldRules } from './fold-rules.ts';
import { halfLivesOf } from './half-lives.ts';
import { defaultCrowdPrior, evenMix, type RelevanceSource } from './relevance.ts';

/** What relevance is the sum of; see `readRelevance`. */
const formula =
  'sum over count, fast and slow weight of share of the mix × (own + prior × crowd) / (family + prior), and share of the crowd × crowd';

/**
 * Explains how relevant a tag is (`readRelevance`), from the events of the profile. What everybody likes is the base; an
 * event gives by its count and by both of its decayed weights, as far as the tag's own are above 0.
 */
export function explainRelevance(
  events: readonly LikenessEvent[],
  tag: { readonly family: string; readonly value: string },
  source: RelevanceSource,
  { now, rules }: { readonly now: number; readonly rules: FoldRules },
): ProfileExplanation {
  const { crowd = {}, mix = evenMix, prior = defaultCrowdPrior } = source;
  const liked = Object.hasOwn(crowd, tag.value) ? (crowd[tag.value] ?? 0) : 0;
  const { fastMs, slowMs } = halfLivesOf(rules.tagHalfLives, tag.family);
  const touches = events.map((event) =>
    eventTags(event, rules)
      .filter(({ family }) => family === tag.family)
      .map(({ value, amount, at }) => ({
        value,
        count: 1,
        fast: decayTo(amount, at, now, fastMs),
        slow: decayTo(amount, at, now, slowMs),
      })),
  );
  const parts = (['count', 'fast', 'slow'] as const).map((part) => {
    const byValue = new Map<string, number>();
    for (const touch of touches.flat()) {
      byValue.set(touch.value, (byValue.get(touch.value) ?? 0) + touch[part]);
    }
    const total = [...byValue.values()].reduce((sum, weight) => sum + Math.max(0, weight), 0);
    const perUnit = mix[part] / (total + prior);
    return { part, perUnit, counts: (byValue.get(tag.value) ?? 0) > 0 };
  });
  const base = liked * (mix.crowd + prior * parts.reduce((sum, { perUnit }) => sum + perUnit, 0));
  return explainSum(
    events,
    formula,
    (_, i) => {
      const own = (touches[i] ?? []).filter(({ value }) => value === tag.value);
      if (own.length === 0) return undefined;
      return parts.reduce(
        (sum, { part, perUnit, counts }) =>
          counts ? sum + perUnit * own.reduce((weight, touch) => weight + touch[part], 0) : sum,
        0,
      );
    },
    base,
  );
}
