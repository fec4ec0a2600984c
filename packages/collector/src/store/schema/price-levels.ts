import { bigint, doublePrecision, integer, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { likenessSchema } from './likeness-schema.ts';

/** How prices spread over all users of a site, by category; written by the job `price-levels`. */
export const priceLevels = likenessSchema.table(
  'price_levels',
  {
    siteId: integer('site_id').notNull(),
    currency: text('currency').notNull(),
    category: text('category').notNull(),
    profiles: bigint('profiles', { mode: 'number' }).notNull(),
    prices: bigint('prices', { mode: 'number' }).notNull(),
    meanLog: doublePrecision('mean_log').notNull(),
    deviationLog: doublePrecision('deviation_log').notNull(),
    computedAt: timestamp('computed_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.currency, table.category] })],
);
