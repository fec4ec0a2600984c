import { doublePrecision, integer, interval, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { bigintText, likenessSchema } from './likeness-schema.ts';

/** What each buyer is expected to spend; written by the job `buyer-scores`. */
export const lifetimeValues = likenessSchema.table(
  'lifetime_values',
  {
    profileId: bigintText('profile_id').notNull(),
    currency: text('currency').notNull(),
    siteId: integer('site_id').notNull(),
    value: doublePrecision('value').notNull(),
    expectedOrders: doublePrecision('expected_orders').notNull(),
    orderValue: doublePrecision('order_value').notNull(),
    alive: doublePrecision('alive').notNull(),
    horizon: interval('horizon').notNull(),
    computedAt: timestamp('computed_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.profileId, table.currency] })],
);
