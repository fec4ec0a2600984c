import type { Value, ValueSlice } from './value.ts';

/** How recently, how often and for how much a user bought, in one currency. */
export interface Rfm {
  /** Since the last order, ms. */
  readonly recencyMs: number;
  /** Orders. */
  readonly frequency: number;
  /** Revenue less refunds, in currency units; not below 0. */
  readonly monetary: number;
}

/** The four cuts between five equal parts of a population, ascending, of each measure. */
export interface RfmCuts {
  readonly recencyMs: readonly number[];
  readonly frequency: readonly number[];
  readonly monetary: readonly number[];
}

/** 1 (worst fifth) to 5 (best fifth) of each measure; a recent order is a good one. */
export interface RfmScore {
  readonly recency: number;
  readonly frequency: number;
  readonly monetary: number;
}

/** Recency, frequency and money as of `now`; `undefined` without an order in the currency. */
export function rfmOf(value: ValueSlice, currency: string, now: number): Rfm | undefined {
  const own: Value | undefined = Object.hasOwn(value, currency) ? value[currency] : undefined;
  if (own?.lastOrderAt === undefined || own.orders === 0) return undefined;
  return {
    recencyMs: Math.max(0, now - own.lastOrderAt),
    frequency: own.orders,
    monetary: Math.max(0, own.revenueMicros - own.refundedMicros) / 1e6,
  };
}

/**
 * The quintile cuts of a population of buyers: the values at 20, 40, 60 and 80 % (nearest rank), for a job to compute
 * and keep.
 */
export function rfmCuts(population: readonly Rfm[]): RfmCuts {
  return {
    recencyMs: quintileCuts(population.map((rfm) => rfm.recencyMs)),
    frequency: quintileCuts(population.map((rfm) => rfm.frequency)),
    monetary: quintileCuts(population.map((rfm) => rfm.monetary)),
  };
}

/** Scores one buyer against the cuts of the population; equal values score alike. */
export function rfmScore(rfm: Rfm, cuts: RfmCuts): RfmScore {
  return {
    recency: 6 - quintileOf(rfm.recencyMs, cuts.recencyMs),
    frequency: quintileOf(rfm.frequency, cuts.frequency),
    monetary: quintileOf(rfm.monetary, cuts.monetary),
  };
}

function quintileCuts(values: readonly number[]): readonly number[] {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return [];
  return [0.2, 0.4, 0.6, 0.8].map((share) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
}

/** 1 for a value up to the first cut, 5 for one beyond the last. */
function quintileOf(value: number, cuts: readonly number[]): number {
  return 1 + cuts.filter((cut) => value > cut).length;
}
