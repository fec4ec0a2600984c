import { bigint, integer, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { bigintText, likenessSchema } from './likeness-schema.ts';

/** Profiles whose events are stored but not folded; written by `apply` under the strategy `batch`. */
export const profileBacklog = likenessSchema.table('profile_backlog', {
  profileId: bigintText('profile_id').primaryKey(),
  siteId: integer('site_id').notNull(),
  since: timestamp('since', { withTimezone: true }).notNull(),
});

/** Refolds of all profiles; written by refold. */
export const refolds = likenessSchema.table('refolds', {
  refoldId: bigint('refold_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  rulesDigest: text('rules_digest').notNull(),
  profilesTotal: bigint('profiles_total', { mode: 'number' }).notNull(),
  eventsTotal: bigint('events_total', { mode: 'number' }).notNull(),
  startedAt: timestamp('started_at', { withTimezone: true }).notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  finishedAt: timestamp('finished_at', { withTimezone: true }),
});

/** How far each range of a refold came; written in the transaction that saves its profiles. */
export const refoldParts = likenessSchema.table(
  'refold_parts',
  {
    refoldId: bigint('refold_id', { mode: 'number' })
      .notNull()
      .references(() => refolds.refoldId, { onDelete: 'cascade' }),
    part: integer('part').notNull(),
    afterId: bigintText('after_id'),
    toId: bigintText('to_id').notNull(),
    profiles: bigint('profiles', { mode: 'number' }).notNull().default(0),
    events: bigint('events', { mode: 'number' }).notNull().default(0),
    different: bigint('different', { mode: 'number' }).notNull().default(0),
    bounded: bigint('bounded', { mode: 'number' }).notNull().default(0),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.refoldId, table.part] })],
);
