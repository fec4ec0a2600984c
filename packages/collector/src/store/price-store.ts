import { type PriceDistribution, priceLogScale } from '@likeness/core';
import type { Statements } from './connect.ts';

/** Below so many users a category has no usual price. */
export const fewestPricedProfiles = 10;

/** Categories of a site that are kept, those of most users first. */
const categoryLimit = 1_000;

/** How much a buy counts against a view, as in `readPsychographics`. */
const buyWeight = 3;

/**
 * Computes how prices spread over all users, by site, currency and category: mean and deviation of users' own mean
 * `ln(price)`, each user weighted by evidence (views + 3 · buys). Answers how many levels there are.
 *
 * One statement over all profiles, so a user who is erased, merged or refolded counts as they are now.
 */
export async function savePriceLevels(sql: Statements, now: number): Promise<number> {
  const saved = await sql`
    INSERT INTO likeness.price_levels AS l
      (site_id, currency, category, profiles, prices, mean_log, deviation_log, computed_at)
    SELECT site_id, split_part(key, ' ', 1), substr(key, strpos(key, ' ') + 1), profiles, prices, mean,
      sqrt(greatest(0, squares - mean * mean)), to_timestamp(${now}::float8 / 1000)
    FROM (
      SELECT site_id, key, count(*) AS profiles, sum(prices) AS prices,
        sum(evidence * log) / sum(evidence) AS mean, sum(evidence * log * log) / sum(evidence) AS squares,
        row_number() OVER (PARTITION BY site_id ORDER BY count(*) DESC, key) AS place
      FROM (
        SELECT p.site_id, c.key,
          (c.value ->> 0)::bigint + (c.value ->> 2)::bigint AS prices,
          (c.value ->> 0)::float8 + ${buyWeight} * (c.value ->> 2)::float8 AS evidence,
          ((c.value ->> 1)::float8 + ${buyWeight} * (c.value ->> 3)::float8) / ${priceLogScale}
            / nullif((c.value ->> 0)::float8 + ${buyWeight} * (c.value ->> 2)::float8, 0) AS log
        FROM likeness.profiles p
        CROSS JOIN LATERAL jsonb_each(p.state -> 'psychographics' -> 'prices') c
        WHERE p.merged_into IS NULL
      ) AS own
      WHERE evidence > 0
      GROUP BY site_id, key HAVING count(*) >= ${fewestPricedProfiles}
    ) AS levels
    WHERE place <= ${categoryLimit}
    ON CONFLICT (site_id, currency, category) DO UPDATE SET
      profiles = EXCLUDED.profiles, prices = EXCLUDED.prices, mean_log = EXCLUDED.mean_log,
      deviation_log = EXCLUDED.deviation_log, computed_at = EXCLUDED.computed_at`;
  await sql`DELETE FROM likeness.price_levels WHERE computed_at < to_timestamp(${now}::float8 / 1000)`;
  return saved.count;
}

/** The price distributions of a site by `currency category`, as `readPsychographics` takes them. */
export async function readPriceLevels(
  sql: Statements,
  siteId: number,
): Promise<Readonly<Record<string, PriceDistribution>>> {
  const rows = await sql<{ key: string; mean: number; deviation: number }[]>`
    SELECT currency || ' ' || category AS key, mean_log AS mean, deviation_log AS deviation
    FROM likeness.price_levels WHERE site_id = ${siteId}`;
  return Object.fromEntries(rows.map(({ key, mean, deviation }) => [key, { mean, deviation }]));
}
