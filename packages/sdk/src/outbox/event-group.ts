/** One stored record: up to 50 events that share one context. */
export interface EventGroup {
  /** Id of the first event, a UUIDv7: unique for ever, ascending in time. */
  readonly id: string;
  /** The context that all events share, as JSON. */
  readonly context: string;
  /** Each event as JSON without its closing brace, so that a context can still be appended. */
  readonly events: string[];
}
