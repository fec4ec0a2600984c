import { layOutEventId } from '@likeness/core';
import { advisoryLocks } from './advisory-locks.ts';
import type { Statements } from './connect.ts';

/** Makes sure that the partitions exist into which events go. */
export interface Partitions {
  /** Makes the monthly partitions that hold these event times (epoch ms), as far as they are missing. */
  readonly ensure: (times: Iterable<number>) => Promise<void>;
  /** Makes the partitions of this month and the next two. */
  readonly ensureAhead: (now: number) => Promise<void>;
}

/**
 * Creates the keeper of the monthly partitions of `likeness.events`.
 *
 * Known months are remembered, so `ensure` costs a set look-up in the common case. Event times lie between the years
 * 2000 and 2100 (the parser sees to it), which bounds how many partitions a stranger can cause.
 */
export function createPartitions(sql: Statements): Partitions {
  const known = new Set<string>();

  async function ensure(times: Iterable<number>): Promise<void> {
    const missing = new Map<string, number>();
    for (const at of times) {
      const month = monthOf(at);
      if (!known.has(month)) missing.set(month, at);
    }
    for (const [month, at] of missing) {
      await createPartition(sql, month, at);
      known.add(month);
    }
  }

  return {
    ensure,
    ensureAhead: async (now) => {
      const date = new Date(now);
      const ahead = [0, 1, 2].map((months) =>
        Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1),
      );
      await ensure(ahead);
    },
  };
}

async function createPartition(sql: Statements, month: string, at: number): Promise<void> {
  const date = new Date(at);
  const from = layOutEventId(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1), '').slice(0, 13);
  const to = layOutEventId(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1), '').slice(0, 13);
  const name = `events_${month}`;
  // The lock makes two processes that need the same month wait for each other instead of failing.
  await sql.unsafe(`
    DO $$ BEGIN
      PERFORM pg_advisory_xact_lock(${advisoryLocks.partition});
      IF to_regclass('likeness.${name}') IS NULL THEN
        CREATE TABLE likeness.${name} PARTITION OF likeness.events
          FOR VALUES FROM ('${from}-0000-0000-000000000000') TO ('${to}-0000-0000-000000000000');
        COMMENT ON TABLE likeness.${name} IS 'Partition of events: those whose id lies in ${month.replace('_', '-')} (UTC).';
      END IF;
    END $$`);
}

function monthOf(at: number): string {
  const date = new Date(at);
  return `${date.getUTCFullYear()}_${String(date.getUTCMonth() + 1).padStart(2, '0')}`;
}
