import type { Statements } from './connect.ts';

/** One partition of a topic. */
export interface LogPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A partition in the hands of one worker. */
export interface LogClaim extends LogPartition {
  /** Of this worker's hold on it; a later one is greater. */
  readonly generation: number;
  /** The first offset that is not applied yet; absent before the first. */
  readonly nextOffset: number | undefined;
}

/** A step of a worker through its partition. */
export interface LogMove extends LogClaim {
  /** The first offset that is not applied after it. */
  readonly to: number;
}

/** Another worker took the partition over, or somebody set its offset: nothing of this transaction may stay. */
export class LogClaimLostError extends Error {
  override readonly name = 'LogClaimLostError';
  constructor() {
    super('a partition went to another worker, or its offset was set by hand');
  }
}

/**
 * Takes partitions over for one worker and answers where to read on. It waits for a transaction of the worker that had
 * them; one that comes later fails.
 */
export async function claimPartitions(
  sql: Statements,
  group: string,
  partitions: readonly LogPartition[],
  now: number,
): Promise<readonly LogClaim[]> {
  if (partitions.length === 0) return [];
  const rows = await sql<ClaimRow[]>`
    INSERT INTO likeness.log_offsets AS o (consumer_group, topic, partition, generation, updated_at)
    SELECT ${group}, u.topic, u.partition, 1, to_timestamp(${now}::float8 / 1000)
    FROM unnest(
      ${partitions.map((p) => p.topic)}::text[], ${partitions.map((p) => p.partition)}::int[]
    ) AS u (topic, partition)
    ORDER BY u.topic, u.partition
    ON CONFLICT (consumer_group, topic, partition)
      DO UPDATE SET generation = o.generation + 1, updated_at = EXCLUDED.updated_at
    RETURNING o.topic, o.partition, o.generation::float8 AS generation, o.next_offset::float8 AS next_offset`;
  return rows.map(claimOf);
}

/**
 * Moves partitions on, in the transaction that applies what lies between. Throws a {@link LogClaimLostError} when one
 * of them is no longer as it was claimed or last moved.
 */
export async function moveOffsets(
  sql: Statements,
  group: string,
  moves: readonly LogMove[],
  now: number,
): Promise<void> {
  const moved = await sql`
    UPDATE likeness.log_offsets o SET next_offset = u.to_offset, updated_at = to_timestamp(${now}::float8 / 1000)
    FROM unnest(
      ${moves.map((m) => m.topic)}::text[], ${moves.map((m) => m.partition)}::int[],
      ${moves.map((m) => m.generation)}::bigint[], ${moves.map((m) => m.nextOffset ?? null)}::bigint[],
      ${moves.map((m) => m.to)}::bigint[]
    ) AS u (topic, partition, generation, from_offset, to_offset)
    WHERE o.consumer_group = ${group} AND o.topic = u.topic AND o.partition = u.partition
      AND o.generation = u.generation AND o.next_offset IS NOT DISTINCT FROM u.from_offset`;
  if (moved.count !== moves.length) throw new LogClaimLostError();
}

/** How far a partition was applied. */
export interface LogPosition extends LogClaim {
  /** When it last moved or changed hands, epoch ms. */
  readonly movedAt: number;
}

/** How far a group has come; partitions that nobody claimed yet are missing. */
export async function readLogOffsets(
  sql: Statements,
  group: string,
  topics: readonly string[],
): Promise<readonly LogPosition[]> {
  const rows = await sql<(ClaimRow & { readonly moved_at: number })[]>`
    SELECT topic, partition, generation::float8 AS generation, next_offset::float8 AS next_offset,
      (extract(epoch FROM updated_at) * 1000)::float8 AS moved_at
    FROM likeness.log_offsets WHERE consumer_group = ${group} AND topic = ANY(${[...topics]})
    ORDER BY topic, partition`;
  return rows.map((row) => ({ ...claimOf(row), movedAt: row.moved_at }));
}

interface ClaimRow {
  readonly topic: string;
  readonly partition: number;
  readonly generation: number;
  readonly next_offset: number | null;
}

function claimOf({ topic, partition, generation, next_offset: next }: ClaimRow): LogClaim {
  return { topic, partition, generation, nextOffset: next ?? undefined };
}
