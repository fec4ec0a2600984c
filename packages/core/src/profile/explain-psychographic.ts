import type { LikenessEvent } from '../event/event.ts';
import { semanticEvents } from '../event/semantic-events.ts';
import { normalCdf } from '../statistics/normal-distribution.ts';
import { countName } from './count.ts';
import { dayMs, decayTo } from './decay.ts';
import { createMap, type Draft } from './draft.ts';
import { normalisedEntropy } from './entropy.ts';
import { eventTags } from './event-tags.ts';
import { type AmountOf, explainSum, type ProfileExplanation, unknown } from './explain.ts';
import { foldEvents } from './fold-event.ts';
import type { FoldRules } from './fold-rules.ts';
import { halfLivesOf } from './half-lives.ts';
import { emptyProfile } from './profile.ts';
import {
  emptyPsychographics,
  foldPsychographics,
  type PriceSums,
  type PsychographicSlice,
  priceLogScale,
} from './psychographic.ts';
import {
  buyWeight,
  type PriceDistribution,
  type Psychographics,
  readPsychographics,
} from './read-psychographics.ts';
import { orderOf } from './value.ts';

/** Which ratio is meant; what the user stated in questionnaires is a trait (`survey.…`). */
export type PsychographicReading = Exclude<keyof Psychographics, 'stated'>;

/** What explaining needs beside the events. */
export interface PsychographicExplanationContext {
  readonly now: number;
  readonly rules: FoldRules;
  /** How prices spread over all users; without it positions are unknown. */
  readonly prices?: Readonly<Record<string, PriceDistribution>>;
}

/** Explains how a user decides, as `readPsychographics` reads it; unknown until there is evidence. */
export function explainPsychographic(
  events: readonly LikenessEvent[],
  read: PsychographicReading,
  context: PsychographicExplanationContext,
): ProfileExplanation {
  const { now, rules, prices = {} } = context;
  const profile = foldEvents(emptyProfile(), events, rules);
  const all = profile.psychographics;
  const mind = readPsychographics(profile, now, { prices, halfLives: rules.tagHalfLives });
  const formula = formulas[read];
  const value = mind[read];
  if (value === undefined) return unknown(formula);
  const sliceOf = (event: LikenessEvent): PsychographicSlice => {
    const own = { ...emptyPsychographics(), prices: createMap<Draft<PriceSums>>() };
    foldPsychographics(own, event, rules);
    return own;
  };
  const sum = (amountOf: AmountOf, base?: number): ProfileExplanation =>
    explainSum(events, formula, amountOf, base);
  switch (read) {
    case 'discountShare':
      return sum((event) => discountPart(sliceOf(event), all));
    case 'pricePosition':
      return sum((event) => positionPart(sliceOf(event), all, prices));
    case 'priceSensitivity': {
      const signs = [mind.discountShare, mind.pricePosition].filter((sign) => sign !== undefined).length;
      return sum(
        (event) => {
          const own = sliceOf(event);
          const share = mind.discountShare === undefined ? undefined : discountPart(own, all);
          const position = mind.pricePosition === undefined ? undefined : positionPart(own, all, prices);
          return share === undefined && position === undefined
            ? undefined
            : ((share ?? 0) - (position ?? 0)) / signs;
        },
        mind.pricePosition === undefined ? 0 : 1 / signs,
      );
    }
    case 'variety':
      return sum(varietyPart(events, 'slow', context));
    case 'varietyChange': {
      const [recent, lasting] = [varietyPart(events, 'fast', context), varietyPart(events, 'slow', context)];
      return sum((event, i) => {
        const parts = [recent(event, i), lasting(event, i)] as const;
        return parts[0] === undefined && parts[1] === undefined
          ? undefined
          : (parts[0] ?? 0) - (parts[1] ?? 0);
      });
    }
    case 'viewsPerOrder': {
      const orders = Object.values(profile.value).reduce((total, { orders: count }) => total + count, 0);
      return sum((event) => (countName(event) === semanticEvents.productViewed ? 1 / orders : undefined));
    }
    case 'deliberationMs':
      return explainDeliberation(events, value);
    case 'sentiment':
      return sum((event) => {
        const { texts, feelings } = sliceOf(event);
        return texts === 0 ? undefined : feelings / 1_000 / all.texts;
      });
  }
}

const formulas: Readonly<Record<PsychographicReading, string>> = {
  priceSensitivity: 'mean of the discount share and 1 − price position, as far as they are known',
  discountShare: '(discounted views + 3 × discounted buys) / (priced views + 3 × priced buys)',
  pricePosition: 'mean quantile of the prices among all of their category, a buy counting as 3 views',
  variety: '−sum of p × ln p / ln n over the shares p of the n categories, at the slow speed',
  varietyChange: 'variety at the fast speed − variety at the slow speed',
  viewsPerOrder: 'product views / orders',
  deliberationMs: 'from the first product view to the first order',
  sentiment: 'mean feeling of what was written',
};

function discountPart(own: PsychographicSlice, all: PsychographicSlice): number | undefined {
  if (own.pricedViews + own.pricedBuys === 0) return undefined;
  const evidence = all.pricedViews + buyWeight * all.pricedBuys;
  return (own.discountedViews + buyWeight * own.discountedBuys) / evidence;
}

/** The evidence of an event times the quantile that all evidence of its category has together. */
function positionPart(
  own: PsychographicSlice,
  all: PsychographicSlice,
  distributions: Readonly<Record<string, PriceDistribution>>,
): number | undefined {
  let part: number | undefined;
  let total = 0;
  for (const [category, [views, viewLogs, buys, buyLogs]] of Object.entries(all.prices)) {
    const crowd = Object.hasOwn(distributions, category) ? distributions[category] : undefined;
    const evidence = views + buyWeight * buys;
    if (crowd === undefined || crowd.deviation <= 0 || evidence === 0) continue;
    total += evidence;
    const mine = Object.hasOwn(own.prices, category) ? own.prices[category] : undefined;
    if (mine === undefined) continue;
    const log = (viewLogs + buyWeight * buyLogs) / priceLogScale / evidence;
    const quantile = normalCdf((log - crowd.mean) / crowd.deviation);
    part = (part ?? 0) + (mine[0] + buyWeight * mine[2]) * quantile;
  }
  return part === undefined ? undefined : part / total;
}

/** What a category gives to the entropy, divided among its events as its weight is. */
function varietyPart(
  events: readonly LikenessEvent[],
  speed: 'fast' | 'slow',
  { now, rules }: PsychographicExplanationContext,
): AmountOf {
  const pair = halfLivesOf(rules.tagHalfLives, 'category');
  const halfLifeMs = speed === 'fast' ? pair.fastMs : pair.slowMs;
  const touches = events.map((event) =>
    eventTags(event, rules)
      .filter(({ family }) => family === 'category')
      .map(({ value, amount, at }) => ({ value, weight: decayTo(amount, at, now, halfLifeMs) })),
  );
  const weights = new Map<string, number>();
  for (const { value, weight } of touches.flat()) weights.set(value, (weights.get(value) ?? 0) + weight);
  const entropy = normalisedEntropy([...weights.values()]) ?? 0;
  const positive = [...weights.values()].filter((weight) => weight > 0);
  const total = positive.reduce((sum, weight) => sum + weight, 0);
  const surprise = (weight: number): number => -(weight / total) * Math.log(weight / total);
  const whole = positive.reduce((sum, weight) => sum + surprise(weight), 0);
  return (_, i) => {
    let part: number | undefined;
    for (const { value, weight } of touches[i] ?? []) {
      const all = weights.get(value) ?? 0;
      if (all > 0 && whole > 0) part = (part ?? 0) + (surprise(all) / whole) * entropy * (weight / all);
    }
    return part;
  };
}

/** The first view is where counting begins: it gives 0. */
function explainDeliberation(events: readonly LikenessEvent[], value: number): ProfileExplanation {
  const ordered = events.toSorted((a, b) => a.occurredAt - b.occurredAt);
  const view = ordered.find((event) => countName(event) === semanticEvents.productViewed);
  const order = ordered.find((event) => (orderOf(event)?.value.orders ?? 0) > 0);
  return explainSum(events, `${formulas.deliberationMs}: ${(value / dayMs).toFixed(1)} d`, (event) =>
    event === order ? value : event === view ? 0 : undefined,
  );
}
