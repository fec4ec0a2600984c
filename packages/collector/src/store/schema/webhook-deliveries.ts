import { bigint, integer, text, timestamp } from 'drizzle-orm/pg-core';
import { bigintText, likenessSchema } from './likeness-schema.ts';
import { segments } from './segments.ts';

/** Outbox of webhooks; written with the change that it tells of, and by the job that sends it. */
export const webhookDeliveries = likenessSchema.table('webhook_deliveries', {
  deliveryId: bigint('delivery_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  webhook: text('webhook').notNull(),
  siteId: integer('site_id').notNull(),
  profileId: bigintText('profile_id').notNull(),
  segmentId: integer('segment_id')
    .notNull()
    .references(() => segments.segmentId),
  change: text('change', { enum: ['entered', 'left'] }).notNull(),
  changedAt: timestamp('changed_at', { withTimezone: true }).notNull(),
  attempts: integer('attempts').notNull().default(0),
  nextAttemptAt: timestamp('next_attempt_at', { withTimezone: true }),
  lastStatus: integer('last_status'),
  lastError: text('last_error'),
  deliveredAt: timestamp('delivered_at', { withTimezone: true }),
  deadAt: timestamp('dead_at', { withTimezone: true }),
});
