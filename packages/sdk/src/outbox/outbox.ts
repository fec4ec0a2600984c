/** One stored record: up to 50 events that share one context. */
export interface EventGroup {
  /** Id of the first event, a UUIDv7: unique for ever, ascending in time. */
  readonly id: string;
  /** The context that all events share, as JSON. */
  readonly context: string;
  /** Each event as JSON without its closing brace, so that a context can still be appended. */
  readonly events: string[];
}

/** Keeps groups until a collector has them. Every operation is idempotent by group id, and none rejects. */
export interface Outbox {
  /**
   * Stores groups in one transaction; `strict` waits until they are on disk. Answers by how many groups the outbox is
   * now over {@link groupLimit}: a positive number asks the caller to remove as many.
   */
  append(groups: readonly EventGroup[], durability: IDBTransactionDurability | undefined): Promise<number>;
  /** The oldest groups, at most {@link peekLimit}. */
  peek(): Promise<readonly EventGroup[]>;
  /** Forgets groups; unknown ids are no error. */
  remove(ids: readonly string[]): Promise<unknown>;
  /** Forgets everything. */
  clear(): void;
}

/** Groups kept at most, per write key and device; a group is at most 16 KiB and one event, so this is some 8 MiB. */
export const groupLimit = 256;

/** Groups read at once: one request's worth. */
export const peekLimit = 20;
