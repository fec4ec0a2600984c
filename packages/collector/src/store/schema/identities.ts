import { bigint, integer, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { bigintText, likenessSchema } from './likeness-schema.ts';

/** Every id a user was ever known by and the profile it leads to; written by `apply`. */
export const identities = likenessSchema.table('identities', {
  identityKey: bigintText('identity_key').primaryKey(),
  siteId: integer('site_id').notNull(),
  kind: text('kind', { enum: ['anonymous', 'user'] }).notNull(),
  value: text('value').notNull(),
  profileId: bigintText('profile_id').notNull(),
  ownerKey: bigintText('owner_key'),
  ownedSince: timestamp('owned_since', { withTimezone: true }),
  ownedByEvent: uuid('owned_by_event'),
  unlinkedAt: timestamp('unlinked_at', { withTimezone: true }),
  firstSeenAt: timestamp('first_seen_at', { withTimezone: true }).notNull(),
});

/** Which users were seen on which devices; written by `apply`. */
export const deviceUsers = likenessSchema.table(
  'device_users',
  {
    userKey: bigintText('user_key').notNull(),
    deviceKey: bigintText('device_key').notNull(),
    siteId: integer('site_id').notNull(),
    firstSeenAt: timestamp('first_seen_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.userKey, table.deviceKey] })],
);

/** What alias events said; written by `apply`. */
export const aliases = likenessSchema.table(
  'aliases',
  {
    identityKey: bigintText('identity_key').notNull(),
    eventId: uuid('event_id').notNull(),
    siteId: integer('site_id').notNull(),
    userKey: bigintText('user_key').notNull(),
    claimedAt: timestamp('claimed_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.identityKey, table.eventId] })],
);

/** Every merge of two profiles; written by `apply`. */
export const profileMerges = likenessSchema.table('profile_merges', {
  mergeId: bigint('merge_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  siteId: integer('site_id').notNull(),
  fromProfileId: bigintText('from_profile_id').notNull(),
  intoProfileId: bigintText('into_profile_id').notNull(),
  identityKey: bigintText('identity_key').notNull(),
  eventId: uuid('event_id'),
  reason: text('reason').notNull(),
  mergedAt: timestamp('merged_at', { withTimezone: true }).notNull(),
});
