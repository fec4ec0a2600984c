import type { ApplyInput, ApplyResult, IncomingEvent } from '../apply/apply-batch.ts';
import { createGroupCommit, type GroupCommitOptions } from '../apply/group-commit.ts';
import type { LogProducer, TopicRecord } from './kafka-producer.ts';
import type { EventLog } from './log.ts';
import { encodeDeadLetter, encodeEventRecords } from './log-record.ts';

/** What a log on Kafka works with. */
export interface KafkaLogDeps {
  readonly producer: LogProducer;
  readonly topic: string;
  readonly deadTopic: string;
  /** The key under which an event is stored: equal on every retry, so a device's events stay in one partition. */
  readonly deviceKeyOf: (event: IncomingEvent) => string;
  /** Told how long the brokers took, ms, and why they did not. */
  readonly onSent: (sent: { readonly ms: number; readonly events: number }) => void;
  readonly onError: (error: unknown) => void;
}

/** Events that go together, about: brokers are slow to answer and quick to take. */
const togetherEvents = 2_000;

/** Characters in one request to the brokers: at three bytes each still under their usual limit for a batch (1 MiB). */
const requestCharacters = 300_000;

/**
 * Creates the log of a fleet: inputs that arrive while a request to the brokers is under way share the next one, and are
 * answered when the brokers have them. Which events are new is only known to the workers, so every one counts as new.
 */
export function createKafkaLog(deps: KafkaLogDeps, options: GroupCommitOptions = {}): EventLog {
  const send = async ({ events, quarantined }: ApplyInput): Promise<ApplyResult> => {
    const records: readonly TopicRecord[] = [
      ...encodeEventRecords(events, deps.deviceKeyOf).map((record) => ({ ...record, topic: deps.topic })),
      ...quarantined.map((input) => ({ ...encodeDeadLetter(input), topic: deps.deadTopic })),
    ];
    const startedAt = performance.now();
    try {
      for (const request of inRequests(records)) await deps.producer.send(request);
    } catch (error) {
      deps.onError(error);
      throw error;
    }
    deps.onSent({ ms: performance.now() - startedAt, events: events.length });
    return { fresh: events.map(() => true), profileIds: events.map(() => undefined) };
  };
  const group = createGroupCommit(send, { transactionEvents: togetherEvents, ...options });
  return {
    ...group,
    ping: deps.producer.ping,
    stop: async () => {
      await group.stop();
      await deps.producer.stop();
    },
  };
}

function inRequests(records: readonly TopicRecord[]): readonly (readonly TopicRecord[])[] {
  const requests: TopicRecord[][] = [];
  let last: TopicRecord[] = [];
  let characters = 0;
  for (const record of records) {
    if (last.length > 0 && characters + record.value.length > requestCharacters) last = [];
    if (last.length === 0) {
      requests.push(last);
      characters = 0;
    }
    last.push(record);
    characters += record.value.length;
  }
  return requests;
}
