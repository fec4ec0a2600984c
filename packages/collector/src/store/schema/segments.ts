import { bigint, integer, text, timestamp } from 'drizzle-orm/pg-core';
import { bigintText, json, likenessSchema } from './likeness-schema.ts';

/** Named groups of users by rule; written when the collector starts. */
export const segments = likenessSchema.table('segments', {
  segmentId: integer('segment_id').primaryKey().generatedAlwaysAsIdentity(),
  name: text('name').notNull().unique(),
  description: text('description').notNull(),
  inWords: text('in_words').notNull(),
  rule: json('rule').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  changedAt: timestamp('changed_at', { withTimezone: true }).notNull(),
  retiredAt: timestamp('retired_at', { withTimezone: true }),
});

/** Every stay of a profile in a segment; written by `apply` and by the jobs. */
export const segmentMembers = likenessSchema.table('segment_members', {
  membershipId: bigint('membership_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  profileId: bigintText('profile_id').notNull(),
  segmentId: integer('segment_id')
    .notNull()
    .references(() => segments.segmentId),
  siteId: integer('site_id').notNull(),
  enteredAt: timestamp('entered_at', { withTimezone: true }).notNull(),
  leftAt: timestamp('left_at', { withTimezone: true }),
  enteredBy: text('entered_by', { enum: ['event', 'time', 'rule'] }).notNull(),
  leftBy: text('left_by', { enum: ['event', 'time', 'rule', 'merge'] }),
});

/** When time alone can next change the segments of a profile; written by `apply` and by the jobs. */
export const segmentChecks = likenessSchema.table('segment_checks', {
  profileId: bigintText('profile_id').primaryKey(),
  dueAt: timestamp('due_at', { withTimezone: true }).notNull(),
});
