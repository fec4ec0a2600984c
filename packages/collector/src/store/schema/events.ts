import { integer, primaryKey, smallint, timestamp, uuid } from 'drizzle-orm/pg-core';
import { bigintText, json, likenessSchema } from './likeness-schema.ts';

/** Every accepted event once, lean; rows are inserted by `apply` and never changed. */
export const events = likenessSchema.table(
  'events',
  {
    deviceKey: bigintText('device_key').notNull(),
    eventId: uuid('event_id').notNull(),
    userKey: bigintText('user_key'),
    sessionKey: bigintText('session_key'),
    occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull(),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull(),
    originalAt: timestamp('original_at', { withTimezone: true }),
    sentAt: timestamp('sent_at', { withTimezone: true }),
    siteId: integer('site_id').notNull(),
    nameId: integer('name_id'),
    pageId: integer('page_id'),
    contextId: integer('context_id'),
    type: smallint('type').notNull(),
    properties: json('properties'),
    extra: json('extra'),
  },
  (table) => [primaryKey({ columns: [table.deviceKey, table.eventId] })],
);
