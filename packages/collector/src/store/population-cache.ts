import type { LifetimeModel, PriceDistribution, RfmCuts } from '@likeness/core';
import type { Statements } from './connect.ts';
import { readPriceLevels } from './price-store.ts';

/** What a profile is read against: everybody of its site, as jobs last saw them. */
export interface Population {
  /** By currency. */
  readonly buyers: ReadonlyMap<string, BuyerFacts>;
  /** By `currency category`. */
  readonly prices: Readonly<Record<string, PriceDistribution>>;
}

/** What all buyers teach about one. */
export interface BuyerFacts {
  readonly cuts: RfmCuts;
  /** As of when recency is scored, epoch ms. */
  readonly computedAt: number;
  /** `undefined`: too few buyers to say anything. */
  readonly model: LifetimeModel | undefined;
}

/** Remembers each site's population for a minute: it changes once an hour. */
export type PopulationCache = (siteId: number) => Promise<Population>;

const freshMs = 60_000;

/** Creates an empty cache. */
export function createPopulationCache(sql: Statements, now: () => number): PopulationCache {
  const known = new Map<number, { readonly population: Population; readonly at: number }>();
  return async (siteId) => {
    const remembered = known.get(siteId);
    const at = now();
    if (remembered !== undefined && at - remembered.at < freshMs && at >= remembered.at) {
      return remembered.population;
    }
    const population = await readPopulation(sql, siteId);
    known.set(siteId, { population, at });
    return population;
  };
}

/** Reads what is known of everybody of a site. */
export async function readPopulation(sql: Statements, siteId: number): Promise<Population> {
  const rows = await sql<BuyerRow[]>`
    SELECT currency, recency_cuts AS recency, frequency_cuts AS frequency, monetary_cuts AS monetary,
      (extract(epoch FROM computed_at) * 1000)::float8 AS computed_at, lifetime_model AS model
    FROM likeness.buyer_populations WHERE site_id = ${siteId}`;
  return {
    buyers: new Map(
      rows.map(({ currency, recency, frequency, monetary, computed_at: computedAt, model }) => [
        currency,
        { cuts: { recencyMs: recency, frequency, monetary }, computedAt, model: model ?? undefined },
      ]),
    ),
    prices: await readPriceLevels(sql, siteId),
  };
}

interface BuyerRow {
  readonly currency: string;
  readonly recency: readonly number[];
  readonly frequency: readonly number[];
  readonly monetary: readonly number[];
  readonly computed_at: number;
  /** As the job `buyer-scores` wrote it. */
  readonly model: LifetimeModel | null;
}
