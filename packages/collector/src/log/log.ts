import type { GroupCommit } from '../apply/group-commit.ts';

/**
 * Keeps what ingest accepted until it is applied. Two ways: in memory (applied before it answers) and Kafka (answers
 * when the brokers have it, workers apply it). `test/log/event-log.contract.ts` holds both to the same laws:
 *
 * - what was answered with `ok` is applied, once, whatever dies afterwards;
 * - the same events submitted again change nothing;
 * - what could not be accepted is in quarantine, once;
 * - a full queue refuses as `overloaded`, a stopped log as `stopping`, and then nothing of the input is kept.
 */
export interface EventLog extends GroupCommit {
  /** Resolves when events can be taken; rejects with the reason when not. */
  readonly ping: () => Promise<void>;
}
