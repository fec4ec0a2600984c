import { doublePrecision, integer, primaryKey, text } from 'drizzle-orm/pg-core';
import { likenessSchema } from './likeness-schema.ts';

/** What makes a tag, for explanations in SQL; written by the collector at its start. */
export const tagRules = likenessSchema.table('tag_rules', {
  ruleId: integer('rule_id').primaryKey(),
  type: text('type').notNull(),
  /** Null for all events of the type. */
  event: text('event'),
  family: text('family').notNull(),
  path: text('path').notNull(),
  weight: doublePrecision('weight').notNull(),
  transform: text('transform').notNull(),
});

/** Other names of a tag's value; written by the collector at its start. */
export const tagSynonyms = likenessSchema.table(
  'tag_synonyms',
  { family: text('family'), alias: text('alias'), value: text('value').notNull() },
  (table) => [primaryKey({ columns: [table.family, table.alias] })],
);
