import { setTimeout as delay } from 'node:timers/promises';
import type { KafkaConfig } from '../../src/config/kafka-config.ts';
import { readTopics } from '../../src/log/kafka-topics.ts';
import type { Engine } from '../../src/service.ts';
import { readLogOffsets } from '../../src/store/log-offsets.ts';

const askEveryMs = 50;

/** Resolves when the workers have applied everything that is in the topics now; throws with what they have not. */
export async function waitUntilApplied(
  { database }: Pick<Engine, 'database'>,
  kafka: KafkaConfig,
  timeoutMs = 90_000,
): Promise<void> {
  const topics = await readTopics(kafka);
  const wanted = topics.flatMap(({ topic, ends }) =>
    (ends ?? []).map((end, partition) => ({ topic, partition, end })),
  );
  const names = topics.map(({ topic }) => topic);
  const until = performance.now() + timeoutMs;
  for (;;) {
    const offsets = await readLogOffsets(database.sql, kafka.group, names);
    const nextOf = new Map(offsets.map((o) => [`${o.topic} ${o.partition}`, o.nextOffset ?? 0]));
    const missing = wanted.filter(
      ({ topic, partition, end }) => (nextOf.get(`${topic} ${partition}`) ?? 0) < end,
    );
    if (missing.length === 0) return;
    if (performance.now() > until) throw new Error(`not applied yet: ${JSON.stringify(missing)}`);
    await delay(askEveryMs);
  }
}
