import { bigint, doublePrecision, integer, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { likenessSchema } from './likeness-schema.ts';

/** How the relevance of tags is mixed, by family; written by `likeness tune`. */
export const tagRelevance = likenessSchema.table(
  'tag_relevance',
  {
    siteId: integer('site_id').notNull(),
    family: text('family').notNull(),
    countShare: doublePrecision('count_share').notNull(),
    fastShare: doublePrecision('fast_share').notNull(),
    slowShare: doublePrecision('slow_share').notNull(),
    crowdShare: doublePrecision('crowd_share').notNull(),
    crowdPrior: doublePrecision('crowd_prior').notNull(),
    sessions: bigint('sessions', { mode: 'number' }).notNull(),
    hitRate: doublePrecision('hit_rate'),
    ndcg: doublePrecision('ndcg'),
    learnedAt: timestamp('learned_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.family] })],
);

/** What everybody likes; written by `likeness tune`. */
export const tagCrowd = likenessSchema.table(
  'tag_crowd',
  {
    siteId: integer('site_id').notNull(),
    tagId: integer('tag_id').notNull(),
    share: doublePrecision('share').notNull(),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.tagId] })],
);
