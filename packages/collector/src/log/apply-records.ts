import type { ApplyInput, IncomingEvent } from '../apply/apply-batch.ts';
import { isDataError, sqlState } from '../apply/sql-state.ts';
import type { LogClaim, LogMove } from '../store/log-offsets.ts';
import type { QuarantinedInput } from '../store/quarantine-store.ts';
import type { LogRecord } from './kafka-member.ts';
import { decodeDeadLetter, decodeEventRecord } from './log-record.ts';

/** What records are applied with. */
export interface ApplyRecordsDeps {
  /** Where dead letters come from, which only go to quarantine. */
  readonly deadTopic: string;
  /** Applies events and moves offsets, in one transaction. */
  readonly apply: (input: ApplyInput, moves: readonly LogMove[]) => Promise<void>;
  /** Applies events without moving on. */
  readonly applyAlone: (event: IncomingEvent) => Promise<void>;
  /** Writes inputs to the topic of dead letters; answers when the brokers have them. */
  readonly sendDead: (inputs: readonly QuarantinedInput[]) => Promise<void>;
  /** Told of records that nobody will apply: with their place, without their content. */
  readonly onDead: (dead: DeadRecord) => void;
  /** Told when the next record is not the one that should follow: the broker no longer has what lay between. */
  readonly onGap: (gap: { readonly claim: LogClaim; readonly found: number }) => void;
}

/** A record, or an event in it, that cannot be applied. */
export interface DeadRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly reason: string;
}

/** Positions of the partitions that this worker holds, by `topic:partition`; moved as records are applied. */
export type Positions = Map<string, LogClaim>;

/** The key of a partition in {@link Positions}. */
export function partitionKey({ topic, partition }: Pick<LogClaim, 'topic' | 'partition'>): string {
  return `${topic}:${partition}`;
}

/** Errors that a smaller batch may be spared: refused data, and statements that took too long. */
function isSplittable(error: unknown): boolean {
  return isDataError(error) || sqlState(error) === '57014';
}

/**
 * Applies records from the front of `queue`, and takes off it what is applied, until it is empty.
 *
 * What Postgres refuses is narrowed down to the record, then to the event, which goes to the dead letters; whatever else
 * fails is thrown, with the rest of the queue as it was.
 */
export async function applyRecords(
  deps: ApplyRecordsDeps,
  positions: Positions,
  queue: LogRecord[],
): Promise<void> {
  let size = queue.length;
  while (queue.length > 0) {
    const part = queue.slice(0, size);
    try {
      await applyPart(deps, positions, part);
    } catch (error) {
      const [first] = part;
      if (first === undefined || !isSplittable(error)) throw error;
      if (part.length > 1) {
        size = Math.ceil(part.length / 2);
        continue;
      }
      if (!isDataError(error)) throw error;
      await applyByEvent(deps, positions, first);
    }
    queue.splice(0, part.length);
    size = Math.max(1, Math.min(queue.length, part.length * 2));
  }
}

async function applyPart(
  deps: ApplyRecordsDeps,
  positions: Positions,
  part: readonly LogRecord[],
): Promise<void> {
  const events: IncomingEvent[] = [];
  const quarantined: QuarantinedInput[] = [];
  const dead: QuarantinedInput[] = [];
  const reasons: DeadRecord[] = [];
  for (const record of part) {
    const text = record.value.toString('utf8');
    const { topic, partition, offset } = record;
    if (topic === deps.deadTopic) {
      const letter = decodeDeadLetter(text);
      if (letter.ok) quarantined.push(letter.value);
      else reasons.push({ topic, partition, offset, reason: `expected ${letter.error}` });
      continue;
    }
    const decoded = decodeEventRecord(text);
    if (decoded.ok) events.push(...decoded.value);
    else {
      reasons.push({ topic, partition, offset, reason: `expected ${decoded.error}` });
      dead.push(deadLetterOf(record, text, `a record that begins ${decoded.error}`));
    }
  }
  if (dead.length > 0) await deps.sendDead(dead);
  const moves = planMoves(deps, positions, part);
  await deps.apply({ events, quarantined }, moves);
  for (const reason of reasons) deps.onDead(reason);
  moveOn(positions, moves);
}

/** Applies the events of one record that was refused, each by itself. */
async function applyByEvent(deps: ApplyRecordsDeps, positions: Positions, record: LogRecord): Promise<void> {
  const { topic, partition, offset } = record;
  const text = record.value.toString('utf8');
  const decoded = decodeEventRecord(text);
  if (topic !== deps.deadTopic && decoded.ok) {
    for (const event of decoded.value) {
      try {
        await deps.applyAlone(event);
      } catch (error) {
        if (!isDataError(error)) throw error;
        const reason = `Postgres refused it (${sqlState(error)})`;
        await deps.sendDead([deadLetterOf(record, replayableText(event), 'data that Postgres takes')]);
        deps.onDead({ topic, partition, offset, reason });
      }
    }
  } else deps.onDead({ topic, partition, offset, reason: 'Postgres refused it as a dead letter too' });
  const moves = planMoves(deps, positions, [record]);
  await deps.apply({ events: [], quarantined: [] }, moves);
  moveOn(positions, moves);
}

function planMoves(
  deps: ApplyRecordsDeps,
  positions: Positions,
  part: readonly LogRecord[],
): readonly LogMove[] {
  const moves = new Map<string, LogMove>();
  for (const record of part) {
    const key = partitionKey(record);
    const claim = moves.get(key) ?? positions.get(key);
    if (claim === undefined) throw new Error(`a record of ${key}, which this worker does not hold`);
    const expected = 'to' in claim ? claim.to : claim.nextOffset;
    if (expected !== undefined && expected !== record.offset) deps.onGap({ claim, found: record.offset });
    moves.set(key, { ...claim, to: record.offset + 1 });
  }
  return [...moves.values()].sort((a, b) => (partitionKey(a) < partitionKey(b) ? -1 : 1));
}

function moveOn(positions: Positions, moves: readonly LogMove[]): void {
  for (const { to, ...claim } of moves) positions.set(partitionKey(claim), { ...claim, nextOffset: to });
}

function deadLetterOf(record: LogRecord, raw: string, expected: string): QuarantinedInput {
  return {
    siteId: record.siteId ?? 0,
    receivedAt: record.at,
    source: 'kafka',
    issues: [{ code: 'type', path: [], expected, received: `string of ${raw.length}` }],
    raw,
  };
}

/** An event as a client would send it, so that `likeness quarantine replay` can read it. */
function replayableText({ event }: IncomingEvent): string {
  const { eventId, occurredAt, originalAt, sentAt: _, ...wire } = event;
  return JSON.stringify({
    messageId: eventId,
    timestamp: new Date(originalAt ?? occurredAt).toISOString(),
    ...wire,
  });
}
