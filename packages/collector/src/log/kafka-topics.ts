import { setTimeout as delay } from 'node:timers/promises';
import { Admin, ListOffsetTimestamps } from '@platformatic/kafka';
import type { KafkaConfig } from '../config/kafka-config.ts';
import { connectionOf } from './kafka-connection.ts';

/** What Kafka says about one of our topics. */
export interface TopicFacts {
  readonly topic: string;
  /** The end of each partition: the offset of the next record. Absent when there is no such topic. */
  readonly ends: readonly number[] | undefined;
  /** Copies of the partition that has fewest. */
  readonly replicas: number;
  /** Partitions of which not every copy is up to date, or that nobody leads. */
  readonly troubled: number;
}

/** After a topic was made it takes the brokers a moment to know of it; as long is waited, ms. */
const spreadMs = 15_000;
const spreadEveryMs = 100;

/**
 * Makes the topic of events and that of dead letters where they are missing, and answers when they can be used. Throws
 * what Kafka says.
 */
export async function ensureTopics(config: KafkaConfig): Promise<void> {
  await withAdmin(config, async (admin) => {
    const present = await admin.listTopics();
    const wanted = [
      { topic: config.topic, partitions: config.partitions },
      // Few, and read by whoever has time.
      { topic: config.deadTopic, partitions: 1 },
    ];
    for (const { topic, partitions } of wanted) {
      if (present.includes(topic)) continue;
      try {
        // -1: as many copies as the cluster makes of a topic.
        await admin.createTopics({ topics: [topic], partitions, replicas: -1 });
      } catch (error) {
        // Another process of ours was faster.
        if (!(await admin.listTopics()).includes(topic)) throw error;
      }
    }
    await waitForTopics(
      admin,
      wanted.map(({ topic }) => topic),
    );
  });
}

/** Asks Kafka about our topics; changes nothing. Throws what Kafka says. */
export async function readTopics(config: KafkaConfig): Promise<readonly TopicFacts[]> {
  return await withAdmin(config, async (admin) => {
    const present = await admin.listTopics();
    const facts: TopicFacts[] = [];
    for (const topic of [config.topic, config.deadTopic]) {
      if (!present.includes(topic)) {
        facts.push({ topic, ends: undefined, replicas: 0, troubled: 0 });
        continue;
      }
      const metadata = await admin.metadata({ topics: [topic] });
      const partitions = metadata.topics.get(topic)?.partitions ?? [];
      const [listed] = await admin.listOffsets({
        topics: [
          {
            name: topic,
            partitions: partitions.map((_, partitionIndex) => ({
              partitionIndex,
              timestamp: ListOffsetTimestamps.LATEST,
            })),
          },
        ],
      });
      const ends = partitions.map(() => 0);
      for (const { partitionIndex, offset } of listed?.partitions ?? [])
        ends[partitionIndex] = Number(offset);
      facts.push({
        topic,
        ends,
        replicas: Math.min(...partitions.map(({ replicas }) => replicas.length)),
        troubled: partitions.filter(({ leader, isr, replicas }) => leader < 0 || isr.length < replicas.length)
          .length,
      });
    }
    return facts;
  });
}

async function waitForTopics(admin: Admin, topics: readonly string[]): Promise<void> {
  for (let attempts = spreadMs / spreadEveryMs; ; attempts--) {
    try {
      const metadata = await admin.metadata({ topics: [...topics], forceUpdate: true, retries: 0 });
      const isLed = topics.every((topic) =>
        metadata.topics.get(topic)?.partitions.every(({ leader }) => leader >= 0),
      );
      if (isLed) return;
      if (attempts <= 0) throw new Error('a topic has partitions that no broker leads');
    } catch (error) {
      if (attempts <= 0) throw error;
    }
    await delay(spreadEveryMs);
  }
}

async function withAdmin<T>(config: KafkaConfig, use: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new Admin({ ...connectionOf(config, 'likeness-admin'), retries: 1, retryDelay: 500 });
  try {
    return await use(admin);
  } finally {
    await admin.close();
  }
}
