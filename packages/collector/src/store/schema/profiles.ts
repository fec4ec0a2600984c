import { bigint, integer, real, timestamp } from 'drizzle-orm/pg-core';
import { bigintText, bigintTextList, json, likenessSchema } from './likeness-schema.ts';

/** One row per profile, packed; written by `apply` and by refold. */
export const profiles = likenessSchema.table('profiles', {
  profileId: bigintText('profile_id').primaryKey(),
  siteId: integer('site_id').notNull(),
  version: integer('version').notNull().default(1),
  events: bigint('events', { mode: 'number' }).notNull(),
  dropped: integer('dropped').notNull().default(0),
  firstAt: timestamp('first_at', { withTimezone: true }),
  lastAt: timestamp('last_at', { withTimezone: true }),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  mergedInto: bigintText('merged_into'),
  tagIds: integer('tag_ids').array().notNull(),
  tagCounts: integer('tag_counts').array().notNull(),
  tagFast: real('tag_fast').array().notNull(),
  tagSlow: real('tag_slow').array().notNull(),
  rates: real('rates').array().notNull(),
  countIds: integer('count_ids').array().notNull(),
  counts: bigintTextList('counts').notNull(),
  countFirstAt: bigintTextList('count_first_at').notNull(),
  countLastAt: bigintTextList('count_last_at').notNull(),
  traits: json('traits').notNull(),
  state: json('state').notNull(),
  dayCounts: integer('day_counts').array().notNull().default([]),
});
