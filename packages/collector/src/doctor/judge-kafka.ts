import type { KafkaConfig } from '../config/kafka-config.ts';
import type { TopicFacts } from '../log/kafka-topics.ts';
import type { LogPosition } from '../store/log-offsets.ts';
import { type Check, ok, warn } from './check.ts';

/** With records waiting, a worker that moved nothing for so long does not work, ms. */
const stillMs = 60_000;

/** Judges the topics of a log. */
export function judgeTopics(kafka: KafkaConfig, topics: readonly TopicFacts[]): readonly Check[] {
  const brokers = kafka.brokers.join(', ');
  const missing = topics.filter(({ ends }) => ends === undefined).map(({ topic }) => topic);
  if (missing.length > 0) {
    return [
      warn(
        'kafka',
        `${brokers}: no topic ${missing.join(' and ')}`,
        'likeness collect and likeness work make it at their start.',
      ),
    ];
  }
  const described = topics.map(({ topic, ends }) => `${topic} (${ends?.length ?? 0} partitions)`);
  const copies = Math.min(...topics.map(({ replicas }) => replicas));
  const troubled = topics.reduce((sum, topic) => sum + topic.troubled, 0);
  return [
    ok('kafka', `${brokers}: ${described.join(', ')}`),
    troubled > 0
      ? warn(
          'kafka copies',
          `${troubled} partitions lack a copy or a leader`,
          'See which broker is away: fewer copies hold what was accepted.',
        )
      : copies < 3
        ? warn(
            'kafka copies',
            copies === 1 ? 'one copy of each partition' : `${copies} copies of each partition`,
            'Give both topics 3 copies and min.insync.replicas=2: a disk that dies takes with it what was accepted and not yet applied.',
          )
        : ok('kafka copies', `${copies} of each partition`),
  ];
}

/** Judges how far the workers are. */
export function judgeLag(
  topics: readonly TopicFacts[],
  positions: readonly LogPosition[],
  now: number,
): Check {
  const nextOf = new Map(positions.map((p) => [`${p.topic}:${p.partition}`, p.nextOffset ?? 0]));
  let waiting = 0;
  for (const { topic, ends } of topics) {
    ends?.forEach((end, partition) => {
      waiting += Math.max(0, end - (nextOf.get(`${topic}:${partition}`) ?? 0));
    });
  }
  const found =
    waiting === 0 ? 'nothing waits' : waiting === 1 ? 'one record waits' : `${waiting} records wait`;
  const movedAt = Math.max(0, ...positions.map((position) => position.movedAt));
  if (waiting === 0 || now - movedAt < stillMs) return ok('kafka lag', found);
  const since = movedAt === 0 ? 'no worker has ever applied any' : `none was applied since ${isoOf(movedAt)}`;
  return warn(
    'kafka lag',
    `${found}, and ${since}`,
    'Start likeness work, or see in its log what it waits for: Kafka deletes them when their retention ends.',
  );
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}
