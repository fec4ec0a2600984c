import { layOutEventId } from '@likeness/core';
import { advisoryLocks } from './advisory-locks.ts';
import type { Statements } from './connect.ts';

/** Makes sure that the partitions exist into which events go. */
export interface Partitions {
  /** Makes the monthly partitions that hold these event times (epoch ms), as far as they are missing. */
  readonly ensure: (times: Iterable<number>) => Promise<void>;
  /** Makes the partitions of this month and the next two. */
  readonly ensureAhead: (now: number) => Promise<void>;
  /**
   * Drops the months that end at or before `at`, the events in them with them, and notes each in `dropped_events`.
   * Answers the names of the partitions.
   */
  readonly dropBefore: (at: number, now: number) => Promise<readonly string[]>;
}

/**
 * Creates the keeper of the monthly partitions of `likeness.events`.
 *
 * Known months are remembered, so `ensure` costs a set look-up in the common case. Event times lie between the years
 * 2000 and 2100 (the parser sees to it), which bounds how many partitions a stranger can cause.
 */
export function createPartitions(sql: Statements): Partitions {
  const known = new Set<string>();
  // Nearly all events are of one month: two comparisons instead of a date and a text.
  let usual = { from: 0, to: 0 };

  async function ensure(times: Iterable<number>): Promise<void> {
    const missing = new Map<string, number>();
    for (const at of times) {
      if (at >= usual.from && at < usual.to) continue;
      const month = monthOf(at);
      if (known.has(month)) usual = rangeOf(at);
      else missing.set(month, at);
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
    dropBefore: async (at, now) => {
      const partitions = await sql<{ name: string }[]>`
        SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'likeness.events'::regclass ORDER BY c.relname`;
      const dropped: string[] = [];
      for (const { name } of partitions) {
        const end = endOfMonth(name);
        if (end === undefined || end > at) continue;
        await dropPartition(sql, name, { end, now });
        known.delete(name.slice(partitionPrefix.length));
        usual = { from: 0, to: 0 };
        dropped.push(name);
      }
      return dropped;
    },
  };
}

const partitionPrefix = 'events_';

async function createPartition(sql: Statements, month: string, at: number): Promise<void> {
  const range = rangeOf(at);
  const from = layOutEventId(range.from, '').slice(0, 13);
  const to = layOutEventId(range.to, '').slice(0, 13);
  const name = `${partitionPrefix}${month}`;
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

/** One month a transaction, so that nobody waits for the lock of the parent table longer than one drop takes. */
async function dropPartition(
  sql: Statements,
  name: string,
  { end, now }: { readonly end: number; readonly now: number },
): Promise<void> {
  // The name is one of the catalogue's own, and the times are ours.
  await sql.unsafe(`
    DO $$ BEGIN
      INSERT INTO likeness.dropped_events (partition, before, dropped_at)
      VALUES ('${name}', '${new Date(end).toISOString()}', '${new Date(now).toISOString()}')
      ON CONFLICT (partition) DO UPDATE SET dropped_at = excluded.dropped_at;
      DROP TABLE likeness.${name};
    END $$`);
}

/** The first moment after the month of a partition; `undefined` for a table of another name. */
function endOfMonth(name: string): number | undefined {
  const [, year, month] = /^events_(\d{4})_(\d{2})$/.exec(name) ?? [];
  return year === undefined ? undefined : Date.UTC(Number(year), Number(month), 1);
}

/**
 * The beginning of what is kept when events are kept for `keptMs`: a month, because months are dropped whole. Older
 * events may not be taken in any more: whether they are retries could not be told.
 */
export function keptSince(now: number, keptMs: number): number {
  const oldest = new Date(now - keptMs);
  return Date.UTC(oldest.getUTCFullYear(), oldest.getUTCMonth(), 1);
}

function monthOf(at: number): string {
  const date = new Date(at);
  return `${date.getUTCFullYear()}_${String(date.getUTCMonth() + 1).padStart(2, '0')}`;
}

/** The month of a time: from its first moment to before `to`. */
function rangeOf(at: number): { readonly from: number; readonly to: number } {
  const date = new Date(at);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { from: Date.UTC(year, month), to: Date.UTC(year, month + 1) };
}

/** Before this time (epoch ms) events were dropped; `-Infinity` while none were. */
export async function eventsKeptSince(sql: Statements): Promise<number> {
  const [row] = await sql<{ before: number | null }[]>`
    SELECT (extract(epoch FROM max(before)) * 1000)::float8 AS before FROM likeness.dropped_events`;
  return row?.before ?? Number.NEGATIVE_INFINITY;
}
