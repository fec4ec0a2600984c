import { text, timestamp } from 'drizzle-orm/pg-core';
import { likenessSchema } from './likeness-schema.ts';

/** Months of events that were dropped; written by the job `event-partitions`. */
export const droppedEvents = likenessSchema.table('dropped_events', {
  partition: text('partition').primaryKey(),
  /** The end of the month: it held events that happened before. */
  before: timestamp('before', { withTimezone: true }).notNull(),
  droppedAt: timestamp('dropped_at', { withTimezone: true }).notNull(),
});
