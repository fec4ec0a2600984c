import { integer, text, timestamp } from 'drizzle-orm/pg-core';
import { likenessSchema } from './likeness-schema.ts';

/** A product site whose users are followed; written by the command line. */
export const sites = likenessSchema.table('sites', {
  siteId: integer('site_id').primaryKey().generatedAlwaysAsIdentity(),
  name: text('name').notNull().unique(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});
