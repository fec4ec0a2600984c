import { vi } from 'vitest';
import type { KafkaConfig } from '../../src/config/kafka-config.ts';
import { readTopics } from '../../src/log/kafka-connection.ts';
import type { Engine } from '../../src/service.ts';
import { readLogOffsets } from '../../src/store/log-offsets.ts';

/** Resolves when the workers have applied everything that is in the topics now. */
export async function waitUntilApplied(
  { database }: Pick<Engine, 'database'>,
  kafka: KafkaConfig,
  timeoutMs = 30_000,
): Promise<void> {
  const topics = await readTopics(kafka);
  const wanted = topics.flatMap(({ topic, ends }) =>
    (ends ?? []).map((end, partition) => ({ topic, partition, end })),
  );
  await vi.waitFor(
    async () => {
      const offsets = await readLogOffsets(
        database.sql,
        kafka.group,
        topics.map(({ topic }) => topic),
      );
      const nextOf = new Map(offsets.map((o) => [`${o.topic} ${o.partition}`, o.nextOffset ?? 0]));
      const missing = wanted.filter(
        ({ topic, partition, end }) => (nextOf.get(`${topic} ${partition}`) ?? 0) < end,
      );
      if (missing.length > 0) throw new Error(`not applied yet: ${JSON.stringify(missing)}`);
    },
    { timeout: timeoutMs, interval: 50 },
  );
}
