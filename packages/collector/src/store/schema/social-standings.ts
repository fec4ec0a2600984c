import { doublePrecision, integer, timestamp } from 'drizzle-orm/pg-core';
import { bigintText, likenessSchema } from './likeness-schema.ts';

/** Each profile's place in the social graph of its site; written by the job `social-graph`. */
export const socialStandings = likenessSchema.table('social_standings', {
  profileId: bigintText('profile_id').primaryKey(),
  siteId: integer('site_id').notNull(),
  outDegree: integer('out_degree').notNull(),
  inDegree: integer('in_degree').notNull(),
  reciprocity: doublePrecision('reciprocity'),
  influence: doublePrecision('influence').notNull(),
  influenceRank: integer('influence_rank').notNull(),
  community: integer('community').notNull(),
  communitySize: integer('community_size').notNull(),
  computedAt: timestamp('computed_at', { withTimezone: true }).notNull(),
});
