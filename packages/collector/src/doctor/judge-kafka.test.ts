import { expect, it } from 'vitest';
import { readKafkaConfig } from '../config/kafka-config.ts';
import type { TopicFacts } from '../log/kafka-topics.ts';
import { judgeLag, judgeTopics } from './judge-kafka.ts';

const kafka = readKafkaConfig({ LIKENESS_KAFKA_BROKERS: 'kafka-1:9092' });
const now = Date.UTC(2026, 4, 1);
const topic = (more: Partial<TopicFacts> = {}): TopicFacts => ({
  topic: 'likeness-events',
  ends: [10, 20],
  replicas: 3,
  troubled: 0,
  ...more,
});
const position = (partition: number, nextOffset: number | undefined, movedAt = now) => ({
  topic: 'likeness-events',
  partition,
  generation: 1,
  nextOffset,
  movedAt,
});

it('is content with topics of three copies', () => {
  expect(judgeTopics(kafka, [topic()])).toMatchObject([
    { name: 'kafka', state: 'ok', found: 'kafka-1:9092: likeness-events (2 partitions)' },
    { name: 'kafka copies', state: 'ok' },
  ]);
});

it('warns of a topic that is missing, of few copies, and of copies that are away', () => {
  expect(judgeTopics(kafka, [topic({ ends: undefined })])).toMatchObject([{ state: 'warn' }]);
  expect(judgeTopics(kafka, [topic({ replicas: 1 })])[1]).toMatchObject({
    state: 'warn',
    found: 'one copy of each partition',
  });
  expect(judgeTopics(kafka, [topic({ troubled: 2 })])[1]).toMatchObject({ state: 'warn' });
});

it('counts what waits, and is content while a worker moves', () => {
  expect(judgeLag([topic()], [position(0, 10), position(1, 20)], now + 1e9)).toMatchObject({
    state: 'ok',
    found: 'nothing waits',
  });
  expect(judgeLag([topic()], [position(0, 4), position(1, undefined)], now + 10_000)).toMatchObject({
    state: 'ok',
    found: '26 records wait',
  });
});

it('warns when records wait and no worker moves', () => {
  expect(judgeLag([topic()], [position(0, 4)], now + 61_000)).toMatchObject({
    state: 'warn',
    found: '26 records wait, and none was applied since 2026-05-01T00:00:00.000Z',
  });
  expect(judgeLag([topic()], [], now)).toMatchObject({ state: 'warn' });
});
