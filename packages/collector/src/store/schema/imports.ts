import { bigint, integer, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { json, likenessSchema } from './likeness-schema.ts';

/** How far each import of a file came; written in the transaction that imports the rows. */
export const imports = likenessSchema.table('imports', {
  importId: uuid('import_id').primaryKey(),
  siteId: integer('site_id').notNull(),
  file: text('file').notNull(),
  bytes: bigint('bytes', { mode: 'number' }).notNull(),
  position: json('position').notNull(),
  rowsRead: bigint('rows_read', { mode: 'number' }).notNull(),
  rowsImported: bigint('rows_imported', { mode: 'number' }).notNull(),
  rowsDuplicate: bigint('rows_duplicate', { mode: 'number' }).notNull(),
  rowsQuarantined: bigint('rows_quarantined', { mode: 'number' }).notNull(),
  startedAt: timestamp('started_at', { withTimezone: true }).notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  finishedAt: timestamp('finished_at', { withTimezone: true }),
});
