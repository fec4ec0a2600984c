import { bigint, integer, text, timestamp } from 'drizzle-orm/pg-core';
import { bigintText, json, likenessSchema } from './likeness-schema.ts';

/** Sessions as sums over their events; written by `apply`. */
export const sessionRows = likenessSchema.table('session_rows', {
  sessionKey: bigintText('session_key').primaryKey(),
  siteId: integer('site_id').notNull(),
  deviceKey: bigintText('device_key').notNull(),
  userKey: bigintText('user_key'),
  sessionId: text('session_id').notNull(),
  firstAt: timestamp('first_at', { withTimezone: true }).notNull(),
  lastAt: timestamp('last_at', { withTimezone: true }).notNull(),
  events: integer('events').notNull(),
  pageViews: integer('page_views').notNull(),
  searches: integer('searches').notNull(),
  orders: integer('orders').notNull(),
  visibleMs: bigint('visible_ms', { mode: 'number' }).notNull(),
  landing: json('landing'),
});
