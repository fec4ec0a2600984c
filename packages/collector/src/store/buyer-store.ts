import type { LifetimeModel, LifetimeValue, RfmCuts } from '@likeness/core';
import type { Statements } from './connect.ts';

/** What all buyers of a site are like, in one currency. */
export interface BuyerPopulation {
  readonly siteId: number;
  readonly currency: string;
  readonly buyers: number;
  readonly cuts: RfmCuts;
}

/** One buyer in one currency; times are epoch ms, money is in currency units. */
export interface StoredBuyer {
  readonly profileId: string;
  readonly siteId: number;
  readonly currency: string;
  readonly orders: number;
  readonly revenueMicros: number;
  readonly refundedMicros: number;
  readonly firstOrderAt: number;
  readonly lastOrderAt: number;
}

/** A buyer with what is expected of them. */
export interface BuyerLifetime extends Pick<StoredBuyer, 'profileId' | 'siteId' | 'currency'> {
  readonly lifetime: LifetimeValue;
}

/** Below so many buyers a fifth of them says nothing. */
export const fewestBuyers = 10;

/** Currencies of a site that are looked at, those of most buyers first: anybody can send an order in another one. */
const currencyLimit = 16;

/** How far ahead lifetime values look. */
export const lifetimeHorizonDays = 365;

/**
 * The quintile cuts of every site and currency with at least {@link fewestBuyers} buyers, recency as of `now`; the same
 * cuts as core's `rfmCuts`, without reading everybody into memory.
 */
export async function readBuyerPopulations(
  sql: Statements,
  now: number,
): Promise<readonly BuyerPopulation[]> {
  const rows = await sql<PopulationRow[]>`
    SELECT * FROM (
      SELECT site_id, currency, count(*)::float8 AS buyers,
        row_number() OVER (PARTITION BY site_id ORDER BY count(*) DESC, currency) AS place,
        percentile_disc(ARRAY[0.2, 0.4, 0.6, 0.8]) WITHIN GROUP (ORDER BY recency) AS recency,
        percentile_disc(ARRAY[0.2, 0.4, 0.6, 0.8]) WITHIN GROUP (ORDER BY orders) AS frequency,
        percentile_disc(ARRAY[0.2, 0.4, 0.6, 0.8]) WITHIN GROUP (ORDER BY money) AS monetary
      FROM (
        SELECT p.site_id, v.key AS currency, (v.value ->> 'orders')::float8 AS orders,
          greatest(0, (v.value ->> 'revenueMicros')::float8 - (v.value ->> 'refundedMicros')::float8) / 1000000 AS money,
          greatest(0, ${now}::float8 - (v.value ->> 'lastOrderAt')::float8) AS recency
        FROM likeness.profiles p CROSS JOIN LATERAL jsonb_each(p.state -> 'value') v
        WHERE p.merged_into IS NULL AND (v.value ->> 'orders')::float8 > 0
      ) AS buyers
      GROUP BY site_id, currency HAVING count(*) >= ${fewestBuyers}
    ) AS populations WHERE place <= ${currencyLimit}`;
  return rows.map(({ site_id: siteId, currency, buyers, recency, frequency, monetary }) => ({
    siteId,
    currency,
    buyers,
    cuts: { recencyMs: recency, frequency, monetary },
  }));
}

/** A fair sample of the buyers of a site in a currency, the same at every run while they are the same. */
export async function sampleBuyers(
  sql: Statements,
  of: Pick<BuyerPopulation, 'siteId' | 'currency'>,
  size: number,
): Promise<readonly StoredBuyer[]> {
  return await sql<StoredBuyer[]>`
    SELECT ${buyerColumns(sql)} FROM likeness.profiles p
    CROSS JOIN LATERAL jsonb_each(p.state -> 'value') v
    WHERE p.merged_into IS NULL AND p.site_id = ${of.siteId} AND v.key = ${of.currency}
      AND (v.value ->> 'orders')::float8 > 0
    ORDER BY md5(p.profile_id::text) LIMIT ${size}`;
}

/** The buyers among the next profiles in the order of their ids, and the last id that was looked at. */
export async function buyerPage(
  sql: Statements,
  after: string | undefined,
  size: number,
): Promise<{ readonly buyers: readonly StoredBuyer[]; readonly last: string | undefined }> {
  const rows = await sql<(StoredBuyer | { readonly profileId: string; readonly currency: null })[]>`
    SELECT ${buyerColumns(sql)} FROM (
      SELECT profile_id, site_id, state FROM likeness.profiles
      WHERE merged_into IS NULL AND state ? 'value' ${after === undefined ? sql`` : sql`AND profile_id > ${after}`}
      ORDER BY profile_id LIMIT ${size}
    ) AS p
    LEFT JOIN LATERAL jsonb_each(p.state -> 'value') v ON (v.value ->> 'orders')::float8 > 0
    ORDER BY p.profile_id`;
  return {
    buyers: rows.filter((row): row is StoredBuyer => row.currency !== null),
    last: rows.at(-1)?.profileId,
  };
}

/** Writes what all buyers are like; sites and currencies that have too few of them now are forgotten. */
export async function saveBuyerPopulations(
  sql: Statements,
  populations: readonly (BuyerPopulation & { readonly model: LifetimeModel | undefined })[],
  now: number,
): Promise<void> {
  for (const { siteId, currency, buyers, cuts, model } of populations) {
    await sql`
      INSERT INTO likeness.buyer_populations AS b
        (site_id, currency, computed_at, buyers, recency_cuts, frequency_cuts, monetary_cuts, lifetime_model)
      VALUES (
        ${siteId}, ${currency}, to_timestamp(${now}::float8 / 1000), ${buyers}, ${[...cuts.recencyMs]}::float8[],
        ${[...cuts.frequency]}::float8[], ${[...cuts.monetary]}::float8[],
        ${model === undefined ? null : JSON.stringify(model)}::text::jsonb
      ) ON CONFLICT (site_id, currency) DO UPDATE SET
        computed_at = EXCLUDED.computed_at, buyers = EXCLUDED.buyers, recency_cuts = EXCLUDED.recency_cuts,
        frequency_cuts = EXCLUDED.frequency_cuts, monetary_cuts = EXCLUDED.monetary_cuts,
        lifetime_model = EXCLUDED.lifetime_model`;
  }
  await sql`
    DELETE FROM likeness.buyer_populations WHERE computed_at < to_timestamp(${now}::float8 / 1000)`;
}

/**
 * Writes lifetime values; one that moved by less than half a percent stays, because time moves them all at every run.
 * Answers how many were written.
 */
export async function saveLifetimeValues(
  sql: Statements,
  values: readonly BuyerLifetime[],
  now: number,
): Promise<number> {
  const saved = await sql`
    INSERT INTO likeness.lifetime_values AS l
      (profile_id, currency, site_id, value, expected_orders, order_value, alive, horizon, computed_at)
    SELECT profile_id, currency, site_id, value, expected_orders, order_value, alive,
      make_interval(days => ${lifetimeHorizonDays}), to_timestamp(${now}::float8 / 1000)
    FROM unnest(
      ${values.map((v) => v.profileId)}::bigint[], ${values.map((v) => v.currency)}::text[],
      ${values.map((v) => v.siteId)}::int[], ${values.map((v) => v.lifetime.value)}::float8[],
      ${values.map((v) => v.lifetime.expectedOrders)}::float8[],
      ${values.map((v) => v.lifetime.orderValue)}::float8[], ${values.map((v) => v.lifetime.alive)}::float8[]
    ) AS u (profile_id, currency, site_id, value, expected_orders, order_value, alive)
    -- Whoever was erased while this was computed must not come back.
    WHERE EXISTS (SELECT 1 FROM likeness.profiles p WHERE p.profile_id = u.profile_id AND p.merged_into IS NULL)
    ON CONFLICT (profile_id, currency) DO UPDATE SET
      value = EXCLUDED.value, expected_orders = EXCLUDED.expected_orders, order_value = EXCLUDED.order_value,
      alive = EXCLUDED.alive, horizon = EXCLUDED.horizon, computed_at = EXCLUDED.computed_at
    WHERE abs(EXCLUDED.value - l.value) > 0.005 * abs(l.value) OR abs(EXCLUDED.alive - l.alive) > 0.005`;
  return saved.count;
}

/** Deletes lifetime values of which nothing is known any more: of merged profiles, or without a model. */
export async function deleteStaleLifetimeValues(sql: Statements): Promise<void> {
  await sql`
    DELETE FROM likeness.lifetime_values l
    WHERE NOT EXISTS (
      SELECT 1 FROM likeness.profiles p
      JOIN likeness.buyer_populations b ON b.site_id = p.site_id AND b.lifetime_model IS NOT NULL
      WHERE p.profile_id = l.profile_id AND p.merged_into IS NULL AND b.currency = l.currency
        AND p.state -> 'value' -> l.currency IS NOT NULL
    )`;
}

function buyerColumns(sql: Statements): ReturnType<Statements['unsafe']> {
  return sql.unsafe(`p.profile_id AS "profileId", p.site_id AS "siteId", v.key AS currency,
    (v.value ->> 'orders')::float8 AS orders, (v.value ->> 'revenueMicros')::float8 AS "revenueMicros",
    (v.value ->> 'refundedMicros')::float8 AS "refundedMicros",
    (v.value ->> 'firstOrderAt')::float8 AS "firstOrderAt", (v.value ->> 'lastOrderAt')::float8 AS "lastOrderAt"`);
}

interface PopulationRow {
  readonly site_id: number;
  readonly currency: string;
  readonly buyers: number;
  readonly recency: readonly number[];
  readonly frequency: readonly number[];
  readonly monetary: readonly number[];
}
