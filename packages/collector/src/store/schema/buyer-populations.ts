import { bigint, doublePrecision, integer, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { json, likenessSchema } from './likeness-schema.ts';

/** What all buyers of a site teach, by currency; written by the job `buyer-scores`. */
export const buyerPopulations = likenessSchema.table(
  'buyer_populations',
  {
    siteId: integer('site_id').notNull(),
    currency: text('currency').notNull(),
    computedAt: timestamp('computed_at', { withTimezone: true }).notNull(),
    buyers: bigint('buyers', { mode: 'number' }).notNull(),
    recencyCuts: doublePrecision('recency_cuts').array().notNull(),
    frequencyCuts: doublePrecision('frequency_cuts').array().notNull(),
    monetaryCuts: doublePrecision('monetary_cuts').array().notNull(),
    lifetimeModel: json('lifetime_model'),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.currency] })],
);
