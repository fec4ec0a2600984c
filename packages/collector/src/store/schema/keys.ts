import { integer, text, timestamp } from 'drizzle-orm/pg-core';
import { bytea, likenessSchema } from './likeness-schema.ts';
import { sites } from './sites.ts';

/** Keys of a site, by their hash; made and revoked by the command line. */
export const keys = likenessSchema.table('keys', {
  /** SHA-256 of the key. */
  keyHash: bytea('key_hash').primaryKey(),
  siteId: integer('site_id')
    .notNull()
    .references(() => sites.siteId),
  kind: text('kind', { enum: ['write', 'secret'] }).notNull(),
  label: text('label').notNull().default(''),
  /** The first characters, to tell keys apart. */
  hint: text('hint').notNull(),
  /** A write key in full; null for a secret key. */
  publicKey: text('public_key'),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  revokedAt: timestamp('revoked_at', { withTimezone: true }),
});
