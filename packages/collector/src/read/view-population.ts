import { lifetimeValue, type Profile, rfmOf, rfmScore } from '@likeness/core';
import { lifetimeHorizonDays } from '../store/buyer-store.ts';
import type { Population } from '../store/population-cache.ts';
import type { SocialStanding } from '../store/social-store.ts';

/** What a buyer is worth against all buyers; `null` where there is too little evidence. */
export interface WorthView {
  /** How recently, how often and for how much, each with its score from 1 (worst fifth) to 5. */
  readonly rfm: {
    readonly recencyMs: number;
    readonly frequency: number;
    readonly monetary: number;
    readonly recencyScore: number;
    readonly frequencyScore: number;
    readonly monetaryScore: number;
  } | null;
  /** What is expected of them within the horizon, in currency units, as of now. */
  readonly lifetime: {
    readonly value: number;
    readonly expectedOrders: number;
    readonly orderValue: number;
    /** Probability of still being a customer, 0–1. */
    readonly alive: number;
    readonly horizonDays: number;
  } | null;
}

/** A place in the social graph of the whole site; `reciprocity` is left out where it is not known. */
export interface GraphView extends Omit<SocialStanding, 'reciprocity'> {
  readonly reciprocity?: number;
}

/** Reads a profile's orders in one currency against the population. */
export function viewWorth(
  { value }: Pick<Profile, 'value'>,
  currency: string,
  { population, now }: { readonly population: Population | undefined; readonly now: number },
): WorthView {
  const facts = population?.buyers.get(currency);
  if (facts === undefined) return { rfm: null, lifetime: null };
  const current = rfmOf(value, currency, now);
  // Scores are read as of when the cuts were: otherwise everybody would grow lapsed together until the next look.
  const scored = rfmOf(value, currency, facts.computedAt);
  const score = scored === undefined ? undefined : rfmScore(scored, facts.cuts);
  const horizonDays = lifetimeHorizonDays;
  const lifetime =
    facts.model === undefined ? undefined : lifetimeValue(value, facts.model, { currency, now, horizonDays });
  return {
    rfm:
      current === undefined || score === undefined
        ? null
        : {
            ...current,
            recencyScore: score.recency,
            frequencyScore: score.frequency,
            monetaryScore: score.monetary,
          },
    lifetime: lifetime === undefined ? null : { ...lifetime, horizonDays },
  };
}

/** Shows a place in the social graph; `null` where there is none. */
export function viewStanding(standing: SocialStanding | undefined): GraphView | null {
  if (standing === undefined) return null;
  const { reciprocity, ...known } = standing;
  return { ...known, ...(reciprocity === undefined ? {} : { reciprocity }) };
}
