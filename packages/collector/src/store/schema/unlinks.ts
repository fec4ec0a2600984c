import { bigint, integer, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { bigintText, likenessSchema } from './likeness-schema.ts';

/** Every link that was undone; written by unmerging, never changed. */
export const unlinks = likenessSchema.table('unlinks', {
  unlinkId: bigint('unlink_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  siteId: integer('site_id').notNull(),
  identityKey: bigintText('identity_key').notNull(),
  otherKey: bigintText('other_key').notNull(),
  fromProfileId: bigintText('from_profile_id').notNull(),
  intoProfileId: bigintText('into_profile_id').notNull(),
  eventId: uuid('event_id'),
  reason: text('reason').notNull(),
  unlinkedAt: timestamp('unlinked_at', { withTimezone: true }).notNull(),
});
