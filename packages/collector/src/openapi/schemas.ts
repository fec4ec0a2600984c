/** A JSON Schema (2020-12), as OpenAPI 3.1 embeds it. */
export type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: 'string' };
const count: Schema = { type: 'integer', minimum: 0 };
const number: Schema = { type: 'number' };
const time: Schema = { type: 'string', format: 'date-time' };
const maybe = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const list = (items: Schema): Schema => ({ type: 'array', items });
const object = (properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema => ({
  type: 'object',
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});
const map = (values: Schema | boolean): Schema => ({ type: 'object', additionalProperties: values });

/** Points to one of {@link schemas}. */
export function refTo(name: keyof typeof schemas): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

const event: Schema = {
  type: 'object',
  description:
    "An event of Segment's tracking API. Beyond these fields anything may be sent; what cannot be kept goes to quarantine with its reason.",
  properties: {
    type: { enum: ['track', 'identify', 'page', 'screen', 'group', 'alias'] },
    messageId: {
      ...text,
      description: 'Equal on every retry; left out, the content and time of the event are hashed.',
    },
    anonymousId: { ...text, maxLength: 256, description: 'This or userId is required.' },
    userId: maybe({ ...text, maxLength: 256 }),
    timestamp: { ...time, description: "When it happened, by the sender's clock." },
    event: { ...text, description: 'track: its name.' },
    name: { ...text, description: 'page, screen: its name.' },
    properties: map(true),
    traits: map(true),
    groupId: text,
    previousId: text,
    context: map(true),
  },
};

/** The shapes of requests and answers, by name. */
export const schemas = {
  Event: event,
  Batch: object(
    {
      batch: list({ $ref: '#/components/schemas/Event' }),
      writeKey: text,
      sentAt: time,
      context: {
        ...map(true),
        description: 'Holds for all events of the batch; the fields of an event win.',
      },
    },
    ['writeKey', 'sentAt', 'context'],
  ),
  Accepted: object({ success: { const: true }, accepted: count, duplicate: count, quarantined: count }, [
    'accepted',
    'duplicate',
    'quarantined',
  ]),
  Problem: object({
    error: object({ code: text, message: text, path: text, expected: text }, ['path', 'expected']),
  }),
  Tag: object({ family: text, value: text, weight: number }),
  Profile: object({
    profileId: maybe(text),
    ids: list(object({ kind: { enum: ['anonymous', 'user'] }, value: text })),
    firstAt: maybe(time),
    lastAt: maybe(time),
    asOf: time,
    events: count,
    counts: list(object({ name: text, count, firstAt: time, lastAt: time })),
    tags: list(
      object({
        family: text,
        value: text,
        count,
        weight: number,
        fast: number,
        slow: number,
        share: number,
        relevance: number,
      }),
    ),
    traits: list(object({ name: text, value: {}, at: time, source: maybe(text) })),
    value: list(
      object({
        currency: text,
        orders: count,
        revenue: number,
        refunds: count,
        refunded: number,
        averageOrder: maybe(number),
        rfm: maybe(
          object({
            recencyMs: number,
            frequency: count,
            monetary: number,
            recencyScore: { type: 'integer', minimum: 1, maximum: 5 },
            frequencyScore: { type: 'integer', minimum: 1, maximum: 5 },
            monetaryScore: { type: 'integer', minimum: 1, maximum: 5 },
          }),
        ),
        lifetime: maybe(
          object({
            value: number,
            expectedOrders: number,
            orderValue: number,
            alive: number,
            horizonDays: count,
          }),
        ),
      }),
    ),
    rates: list(object({ kind: text, perHour: number, perDay: number })),
    engagement: map(true),
    channel: object({ first: maybe(map(true)), last: maybe(map(true)) }),
  }),
  Unmerge: object(
    {
      reason: { ...text, maxLength: 1_024, description: 'Why, in words; it is recorded.' },
      from: { ...text, description: 'The id that it is linked with, where there are several.' },
    },
    ['from'],
  ),
  Unmerged: object(
    {
      id: text,
      from: text,
      eventId: text,
      outcome: { enum: ['apart', 'together'] },
      profiles: list(
        object({
          profileId: text,
          ids: list(object({ kind: { enum: ['anonymous', 'user'] }, value: text })),
          events: count,
        }),
      ),
    },
    ['eventId'],
  ),
  Erased: object({ profileId: text, counts: map(count) }),
  Profiles: object({
    profiles: list(
      object({
        profileId: text,
        user: text,
        lastAt: maybe(time),
        events: count,
        topTags: list({ $ref: '#/components/schemas/Tag' }),
        orders: count,
        revenue: number,
      }),
    ),
  }),
  Stats: object({
    events: count,
    profiles: count,
    sessions: count,
    quarantined: count,
    perMinute: list(object({ at: time, count })),
    topTags: list(object({ family: text, value: text, weight: number, profiles: count })),
    topEvents: list(object({ name: text, count })),
    topSearches: list(object({ query: text, count: number })),
  }),
  Segments: object({
    segments: list(object({ name: text, description: text, inWords: text, members: count, rule: {} })),
  }),
  SegmentRule: { ...map(true), description: 'A rule of the segment language as data.' },
  SegmentPreview: object({ members: count, inWords: text }),
  SegmentsOfProfile: object({
    asOf: time,
    segments: list(
      object({
        name: text,
        isMember: { type: 'boolean' },
        enteredAt: maybe(time),
        changesAt: maybe(time),
        because: {},
      }),
    ),
  }),
  Explanation: object(
    {
      what: text,
      asOf: time,
      value: { description: 'A number or a fact; null when it is unknown.' },
      base: { ...number, description: 'What no event gave. With the amounts of events and rest: the value.' },
      formula: text,
      events: list(
        object({
          eventId: text,
          type: text,
          name: text,
          occurredAt: time,
          properties: map(true),
          amount: number,
        }),
      ),
      rest: object({ events: count, amount: number }),
      isMember: { type: 'boolean', description: 'Of a segment.' },
      because: { description: 'Of a segment: its rule with the outcome and the events of each part.' },
    },
    ['value', 'base', 'formula', 'events', 'rest', 'isMember', 'because'],
  ),
  Members: object({
    members: list(
      object({ profileId: text, userIds: list(text), anonymousIds: list(text), enteredAt: time }),
    ),
  }),
} as const satisfies Readonly<Record<string, Schema>>;
