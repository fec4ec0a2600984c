import { compatibilityPartitioner, ProduceAcks, Producer, stringSerializers } from '@platformatic/kafka';
import type { KafkaConfig } from '../config/kafka-config.ts';
import { connectionOf } from './kafka-connection.ts';
import type { OutgoingRecord } from './log-record.ts';

/** Writes records to Kafka. */
export interface LogProducer {
  /**
   * Answers when every record is on all brokers that must have it. When it throws, any part of them may be: send them
   * again, their events count once.
   */
  readonly send: (records: readonly TopicRecord[]) => Promise<void>;
  /** Resolves when a broker answers and the topics are there. */
  readonly ping: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A record and where it goes. */
export interface TopicRecord extends OutgoingRecord {
  readonly topic: string;
}

/** A broker that is away is bridged for about so long, ms; then the sender is asked to come again. */
const bridgedMs = 5_000;
const retryMs = 250;

/** A sign that the answer is not from a memory: how old what is known of the topics may be, ms. */
const pingAgeMs = 1_000;

/**
 * Creates a writer: acknowledged by all in-sync brokers, idempotent (what the client itself sends again is written
 * once), compressed, and partitioned as Java clients do.
 *
 * One `send` at a time: the sequence numbers that make it idempotent are given in order.
 */
export function createKafkaProducer(config: KafkaConfig): LogProducer {
  const producer = new Producer({
    ...connectionOf(config, 'likeness-collect'),
    idempotent: true,
    acks: ProduceAcks.ALL,
    compression: 'zstd',
    partitioner: compatibilityPartitioner,
    retries: bridgedMs / retryMs,
    retryDelay: retryMs,
    serializers: stringSerializers,
  });
  return {
    send: async (records) => {
      if (records.length === 0) return;
      await producer.send({
        messages: records.map(({ topic, key, value, siteId }) => ({
          topic,
          key,
          value,
          headers: { site: String(siteId) },
        })),
      });
    },
    ping: async () => {
      await producer.metadata({
        topics: [config.topic, config.deadTopic],
        metadataMaxAge: pingAgeMs,
        retries: 0,
      });
    },
    stop: async () => {
      await producer.close();
    },
  };
}
