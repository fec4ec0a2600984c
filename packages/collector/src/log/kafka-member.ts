import {
  Consumer,
  type Message,
  MessagesStreamFallbackModes,
  MessagesStreamModes,
} from '@platformatic/kafka';
import type { KafkaConfig } from '../config/kafka-config.ts';
import type { LogClaim, LogPartition } from '../store/log-offsets.ts';
import { connectionOf } from './kafka-connection.ts';

/** One record as the broker has it. */
export interface LogRecord extends LogPartition {
  readonly offset: number;
  /** When it was written, epoch ms. */
  readonly at: number;
  /** The site that its writer named; absent when it named none. */
  readonly siteId: number | undefined;
  readonly value: Buffer;
}

/** Records that arrive from the partitions of one assignment. */
export interface LogReading {
  /** Takes what has arrived, up to about a megabyte, in the order of each partition; maybe nothing. */
  readonly take: () => readonly LogRecord[];
  readonly close: () => Promise<void>;
}

/** A worker as a member of the consumer group. */
export interface GroupMember {
  /** Which partitions are ours; a new list after each rebalance. */
  readonly assignment: () => readonly LogPartition[];
  /** Why it is no member any more; absent while it is. */
  readonly failure: () => Error | undefined;
  /** Reads on where the claims say; a partition that was never read from its first record. */
  readonly read: (claims: readonly LogClaim[]) => Promise<LogReading>;
  /** The end of each partition of ours, in the order of {@link assignment}. */
  readonly ends: () => Promise<readonly number[]>;
  /** Leaves the group, so that others take its partitions over at once. */
  readonly leave: () => Promise<void>;
}

/** How long the broker waits for records before it answers that there are none, ms. */
const waitMs = 500;

/** Bytes of one answer, and of arrived records that wait, before reading pauses. */
const fetchBytes = 4 * 1024 * 1024;
const waitingBytes = 16 * 1024 * 1024;

/** What is taken at once: about 1,300 events, enough to share the cost of a transaction. */
const takenBytes = 1024 * 1024;
const takenRecords = 1_000;

/**
 * Joins the consumer group. Offsets are not kept by Kafka but by whoever applies the records; `onChange` is called
 * after a rebalance, when records arrived, and when the membership failed.
 */
export async function joinGroup(config: KafkaConfig, onChange: () => void): Promise<GroupMember> {
  const topics = [config.topic, config.deadTopic];
  let assignment: readonly LogPartition[] = [];
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    onChange();
  };
  const consumer = new Consumer({
    ...connectionOf(config, 'likeness-work'),
    groupId: config.group,
    sessionTimeout: config.sessionMs,
    rebalanceTimeout: Math.max(config.sessionMs, 30_000),
    heartbeatInterval: Math.min(3_000, Math.floor(config.sessionMs / 4)),
    // Missing heartbeats for as long, the others have our partitions.
    heartbeatStallTimeout: config.sessionMs,
    autocommit: false,
    maxWaitTime: waitMs,
    maxBytes: fetchBytes,
    retries: 5,
    retryDelay: 500,
  });
  consumer.on('consumer:group:join', ({ assignments }) => {
    assignment = (assignments ?? []).flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ topic, partition })),
    );
    onChange();
  });
  consumer.on('consumer:heartbeat:stalled', ({ lastError }) => {
    fail(lastError ?? new Error('the group coordinator does not answer'));
  });
  consumer.on('error', fail);
  const leave = async (): Promise<void> => {
    await consumer.close(true);
  };
  try {
    consumer.topics.trackAll(...topics);
    await consumer.joinGroup();
  } catch (error) {
    await leave();
    throw error;
  }
  return {
    assignment: () => assignment,
    failure: () => failure,
    read: async (claims) =>
      await openReading(consumer, topics, claims, { onArrived: onChange, onError: fail }),
    ends: async () => {
      const of = assignment;
      const partitions: Record<string, number[]> = {};
      for (const { topic, partition } of of) partitions[topic] = [...(partitions[topic] ?? []), partition];
      const ends = await consumer.listOffsets({ topics: Object.keys(partitions), partitions });
      return of.map(({ topic, partition }) => Number(ends.get(topic)?.[partition] ?? 0n));
    },
    leave,
  };
}

async function openReading(
  consumer: Consumer,
  topics: readonly string[],
  claims: readonly LogClaim[],
  on: { readonly onArrived: () => void; readonly onError: (error: Error) => void },
): Promise<LogReading> {
  const waiting: LogRecord[] = [];
  let bytes = 0;
  let isClosed = false;
  const stream = await consumer.consume({
    topics: [...topics],
    mode: MessagesStreamModes.MANUAL,
    fallbackMode: MessagesStreamFallbackModes.EARLIEST,
    offsets: claims.flatMap(({ topic, partition, nextOffset }) =>
      nextOffset === undefined ? [] : [{ topic, partition, offset: BigInt(nextOffset) }],
    ),
    autocommit: false,
    maxWaitTime: waitMs,
    maxBytes: fetchBytes,
  });
  const claimed = new Set(claims.map(({ topic, partition }) => `${topic}:${partition}`));
  stream.on('error', (error) => {
    if (!isClosed) on.onError(error);
  });
  stream.on('data', (message) => {
    // The client reads for the newest assignment; what was not claimed for this reading is another's.
    if (isClosed || !claimed.has(`${message.topic}:${message.partition}`)) return;
    const record = recordOf(message);
    waiting.push(record);
    bytes += record.value.length;
    if (bytes > waitingBytes) stream.pause();
    on.onArrived();
  });
  return {
    take: () => {
      let size = 0;
      const end = waiting.findIndex(({ value }, i) => {
        size += value.length;
        return i > 0 && (size > takenBytes || i >= takenRecords);
      });
      const taken = waiting.splice(0, end === -1 ? waiting.length : end);
      for (const { value } of taken) bytes -= value.length;
      if (stream.isPaused() && bytes < waitingBytes / 2) stream.resume();
      return taken;
    },
    close: async () => {
      isClosed = true;
      await stream.close();
    },
  };
}

function recordOf(message: Message): LogRecord {
  const { topic, partition, offset, timestamp, headers, value } = message;
  let siteId: number | undefined;
  for (const [name, text] of headers) {
    if (name.toString() === 'site' && /^\d{1,9}$/.test(text.toString())) siteId = Number(text.toString());
  }
  return {
    topic,
    partition,
    offset: Number(offset),
    at: Number(timestamp),
    siteId,
    // A record without a value reads as an empty one, which is a dead letter.
    value: value ?? Buffer.alloc(0),
  };
}
