import { bigint, integer, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { likenessSchema } from './likeness-schema.ts';

/** How far workers have applied each partition of the log; moved in the transaction that applies its events. */
export const logOffsets = likenessSchema.table(
  'log_offsets',
  {
    consumerGroup: text('consumer_group').notNull(),
    topic: text('topic').notNull(),
    partition: integer('partition').notNull(),
    generation: bigint('generation', { mode: 'number' }).notNull(),
    nextOffset: bigint('next_offset', { mode: 'number' }),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.consumerGroup, table.topic, table.partition] })],
);
