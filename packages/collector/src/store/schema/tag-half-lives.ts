import { interval, text } from 'drizzle-orm/pg-core';
import { likenessSchema } from './likeness-schema.ts';

/** How fast interests fade, for the views; written by the collector at its start. */
export const tagHalfLives = likenessSchema.table('tag_half_lives', {
  family: text('family').primaryKey(),
  fast: interval('fast').notNull(),
  slow: interval('slow').notNull(),
});
