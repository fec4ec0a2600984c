import { bigint, doublePrecision, interval, text, timestamp } from 'drizzle-orm/pg-core';
import { json, likenessSchema } from './likeness-schema.ts';

/** What the collector does by schedule; written by the scheduler. */
export const jobs = likenessSchema.table('jobs', {
  name: text('name').primaryKey(),
  every: interval('every').notNull(),
  nextAt: timestamp('next_at', { withTimezone: true }).notNull(),
  startedAt: timestamp('started_at', { withTimezone: true }),
  finishedAt: timestamp('finished_at', { withTimezone: true }),
  durationMs: doublePrecision('duration_ms'),
  rows: bigint('rows', { mode: 'number' }),
  lag: interval('lag'),
  runs: bigint('runs', { mode: 'number' }).notNull().default(0),
  failures: bigint('failures', { mode: 'number' }).notNull().default(0),
  lastError: text('last_error'),
  state: json('state').notNull().default({}),
});
