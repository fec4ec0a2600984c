import { integer, text, uuid } from 'drizzle-orm/pg-core';
import { json, likenessSchema } from './likeness-schema.ts';

/** Names of events by number; only ever added to. */
export const texts = likenessSchema.table('texts', {
  textId: integer('text_id').primaryKey().generatedAlwaysAsIdentity(),
  digest: uuid('digest').notNull().unique(),
  value: text('value').notNull(),
});

/** Pages and other contexts that repeat, by number; only ever added to. */
export const contexts = likenessSchema.table('contexts', {
  contextId: integer('context_id').primaryKey().generatedAlwaysAsIdentity(),
  digest: uuid('digest').notNull().unique(),
  value: json('value').notNull(),
  agent: json('agent'),
});

/** Tags by number; only ever added to. */
export const tags = likenessSchema.table('tags', {
  tagId: integer('tag_id').primaryKey().generatedAlwaysAsIdentity(),
  digest: uuid('digest').notNull().unique(),
  family: text('family').notNull(),
  value: text('value').notNull(),
});
