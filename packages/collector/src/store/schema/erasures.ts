import { bigint, integer, text, timestamp } from 'drizzle-orm/pg-core';
import { json, likenessSchema } from './likeness-schema.ts';

/** That a person was erased, without saying who; written by the transaction that erased them. */
export const erasures = likenessSchema.table('erasures', {
  erasureId: bigint('erasure_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  siteId: integer('site_id').notNull(),
  erasedAt: timestamp('erased_at', { withTimezone: true }).notNull(),
  askedBy: text('asked_by').notNull(),
  counts: json('counts').notNull(),
});
