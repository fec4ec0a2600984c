/** The bounds of one event that a stranger sent; beyond any of them it goes to quarantine with its reason. */
export const eventLimits = {
  /** UTF-8 bytes of one event's JSON. */
  eventBytes: 32_768,
  /** Characters of the JSON of a request's root `context`, which becomes part of every one of its events. */
  batchContextLength: 8_192,
  /** Characters of an id (`messageId`, `anonymousId`, `userId`, `groupId`, `previousId`). */
  idLength: 256,
  /** Characters of an event's or page's name. */
  nameLength: 256,
  /** Characters of a property key. */
  keyLength: 256,
  /** Characters of one string value. */
  stringLength: 16_384,
  /** Levels of nesting below `properties`, `traits` or `context`. */
  depth: 8,
  /** Keys and list items in all, in one of `properties`, `traits`, `context`. */
  nodes: 2_000,
  /** Earliest event time that is believed: 2000-01-01T00:00:00Z. */
  earliestAt: 946_684_800_000,
  /** Latest event time that can be read at all: 2100-01-01T00:00:00Z; the collector bounds the future closer. */
  latestAt: 4_102_444_800_000,
} as const;

/** The bounds of one event's JSON. */
export interface JsonLimits {
  readonly eventBytes: number;
  readonly keyLength: number;
  readonly stringLength: number;
  readonly depth: number;
  readonly nodes: number;
  /** Says that every string is known to be one that Postgres can store, so that nobody need look. */
  readonly strings?: 'storable';
}

/**
 * The bounds of one event that an operator brings in: an order of a wholesaler may have thousands of lines. What is read
 * back from the store keeps to them as well. Fields as in {@link eventLimits}.
 */
export const operatorEventLimits: JsonLimits = {
  eventBytes: 4_194_304,
  keyLength: 256,
  stringLength: 16_384,
  depth: 8,
  nodes: 100_000,
};
