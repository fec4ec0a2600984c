import { bigint, integer, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { json, likenessSchema } from './likeness-schema.ts';

/** Events that could not be accepted, with the reason; written by `apply`, marked by replay. */
export const quarantine = likenessSchema.table(
  'quarantine',
  {
    digest: uuid('digest').notNull(),
    siteId: integer('site_id').notNull(),
    quarantineId: bigint('quarantine_id', { mode: 'number' }).generatedAlwaysAsIdentity(),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull(),
    source: text('source').notNull(),
    line: bigint('line', { mode: 'number' }),
    reason: text('reason').notNull(),
    issues: json('issues').notNull(),
    raw: text('raw').notNull(),
    replayedAt: timestamp('replayed_at', { withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.digest] })],
);
