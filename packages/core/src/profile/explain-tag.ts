import type { LikenessEvent } from '../event/event.ts';
import { decayTo } from './decay.ts';
import { eventTags } from './event-tags.ts';
import { explainSum, type ProfileExplanation, spanInWords, unknown } from './explain.ts';
import type { FoldRules } from './fold-rules.ts';
import { halfLivesOf } from './half-lives.ts';

/** A tag, or with `subtree` all at and below one level of a taxonomy, and what of it is meant. */
export interface ExplainedTag {
  readonly family: string;
  readonly value: string;
  /** Default `weight`, the mean of `fast` and `slow`. A `rank` is explained by the weight that gives it. */
  readonly read?: 'weight' | 'fast' | 'slow' | 'share' | 'rank' | 'count';
  /** Default `exact`. */
  readonly scope?: 'exact' | 'subtree';
}

/**
 * Explains a tag as of `now`.
 *
 * As all explanations here, from the events of the profile, each once and in any order. Equal to the stored number as long
 * as nothing of it was pushed out by a bound.
 */
export function explainTag(
  events: readonly LikenessEvent[],
  tag: ExplainedTag,
  now: number,
  rules: FoldRules,
): ProfileExplanation {
  const { read = 'weight' } = tag;
  const touched = events.map((event) =>
    eventTags(event, rules).filter(({ family }) => family === tag.family),
  );
  const isMeant = (value: string): boolean =>
    value === tag.value || (tag.scope === 'subtree' && value.startsWith(`${tag.value}/`));
  const { fastMs, slowMs } = halfLivesOf(rules.tagHalfLives, tag.family);
  const weigh = (amount: number, at: number): number => {
    const fast = decayTo(amount, at, now, fastMs);
    const slow = decayTo(amount, at, now, slowMs);
    return read === 'fast' ? fast : read === 'slow' ? slow : (fast + slow) / 2;
  };
  const own = touched.map((touches) => touches.filter(({ value }) => isMeant(value)));
  if (read === 'count') {
    return explainSum(events, 'number of touches', (_, i) => own[i]?.length || undefined);
  }
  const weights = own.map((touches) =>
    touches.length === 0 ? undefined : touches.reduce((sum, { amount, at }) => sum + weigh(amount, at), 0),
  );
  if (read !== 'share') return explainSum(events, formulaOf(read, fastMs, slowMs), (_, i) => weights[i]);
  const formula = 'weight / sum of the positive weights of the family';
  const byValue = new Map<string, number>();
  for (const { value, amount, at } of touched.flat()) {
    const key = isMeant(value) ? tag.value : value;
    byValue.set(key, (byValue.get(key) ?? 0) + weigh(amount, at));
  }
  const total = [...byValue.values()].reduce((sum, weight) => sum + Math.max(0, weight), 0);
  if (total === 0 || (byValue.get(tag.value) ?? 0) <= 0) return { ...unknown(formula), value: 0 };
  return explainSum(events, formula, (_, i) => {
    const weight = weights[i];
    return weight === undefined ? undefined : weight / total;
  });
}

function formulaOf(read: 'weight' | 'fast' | 'slow' | 'rank', fastMs: number, slowMs: number): string {
  const [fast, slow] = [fastMs, slowMs].map((ms) => `2^(−age / ${spanInWords(ms)})`);
  switch (read) {
    case 'fast':
      return `sum over touches of amount × ${fast}`;
    case 'slow':
      return `sum over touches of amount × ${slow}`;
    case 'weight':
      return `sum over touches of amount × (${fast} + ${slow}) / 2`;
    case 'rank':
      return `ranked in its family by weight: sum over touches of amount × (${fast} + ${slow}) / 2`;
  }
}
