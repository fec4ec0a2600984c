import { doublePrecision, integer, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { bigintText, likenessSchema } from './likeness-schema.ts';

/** Who acts towards whom on a site; written by `apply`, in the transaction that takes the events in. */
export const socialEdges = likenessSchema.table(
  'social_edges',
  {
    fromKey: bigintText('from_key').notNull(),
    toKey: bigintText('to_key').notNull(),
    kind: text('kind').notNull(),
    siteId: integer('site_id').notNull(),
    toldByFrom: integer('told_by_from').notNull(),
    toldByTo: integer('told_by_to').notNull(),
    weightFrom: doublePrecision('weight_from').notNull(),
    weightTo: doublePrecision('weight_to').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.fromKey, table.toKey, table.kind] })],
);
