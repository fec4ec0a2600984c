// One file though long: it is a list, every route of the collector once.
import type { Schema, schemas } from './schemas.ts';

/** One parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly description: string;
  readonly schema: Schema;
  readonly required?: boolean;
}

/** One route of the collector, as its readers see it. */
export interface Operation {
  readonly method: 'get' | 'post' | 'delete';
  /** As hono has it: `/v1/profiles/:id`. */
  readonly path: string;
  readonly group: 'Events' | 'Profiles' | 'Segments' | 'Site' | 'Clients' | 'Operations';
  readonly summary: string;
  /** The key that it needs. */
  readonly key: 'write' | 'secret' | 'none';
  readonly parameters?: readonly Parameter[];
  readonly body?: keyof typeof schemas;
  /** The 200 answer: a schema, or what its text is. */
  readonly answer:
    | { readonly schema: keyof typeof schemas }
    | {
        readonly type:
          | 'text/plain'
          | 'text/event-stream'
          | 'text/html'
          | 'application/json'
          | 'application/x-ndjson';
        readonly what: string;
      };
  /** Codes of `error.code` beside those of its key; see {@link statusOfCode}. */
  readonly problems?: readonly ('bad-batch' | 'bad-request' | 'too-large' | 'not-found' | 'overloaded')[];
}

const id: Parameter = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'A user id, an anonymous id or a profile id; `user_id:x` and `anonymous_id:x` name the kind.',
  schema: { type: 'string' },
};
const writeKey: Parameter = {
  name: 'writeKey',
  in: 'query',
  description: 'The write key, for senders that can set neither header nor body.',
  schema: { type: 'string' },
};
const limit = (most: number, usual: number): Parameter => ({
  name: 'limit',
  in: 'query',
  description: 'How many at most.',
  schema: { type: 'integer', minimum: 1, maximum: most, default: usual },
});

const calls: readonly (readonly [path: string, short: string])[] = [
  ['track', 't'],
  ['identify', 'i'],
  ['page', 'p'],
  ['screen', 's'],
  ['group', 'g'],
  ['alias', 'a'],
];

/** The ingest endpoints under a prefix. */
function ingest(prefix: string): readonly Operation[] {
  const common = {
    method: 'post',
    group: 'Events',
    key: 'write',
    parameters: [writeKey],
    answer: { schema: 'Accepted' },
    problems: ['bad-batch', 'too-large', 'overloaded'],
  } as const;
  const batch = (path: string): Operation => ({
    ...common,
    path: `${prefix}/${path}`,
    summary: 'Takes a batch of events; answers once they are committed and folded into their profiles.',
    body: 'Batch',
  });
  const call = (path: string, type: string): Operation => ({
    ...common,
    path: `${prefix}/${path}`,
    summary: `Takes one event; its type is ${type} unless it names another.`,
    body: 'Event',
  });
  return [
    batch('batch'),
    batch('b'),
    ...calls.flatMap(([path, short]) => [call(path, path), call(short, path)]),
  ];
}

/** Every route of the collector; a test holds it against the routes themselves. */
export const operations: readonly Operation[] = [
  ...ingest('/v1'),
  ...ingest('/beacon/v1'),
  {
    method: 'get',
    path: '/v1/profiles/:id',
    group: 'Profiles',
    summary: 'One profile as of now.',
    key: 'secret',
    parameters: [id],
    answer: { schema: 'Profile' },
    problems: ['not-found'],
  },
  {
    method: 'delete',
    path: '/v1/profiles/:id',
    group: 'Profiles',
    summary: 'Erases everything that is kept of a person, in one transaction.',
    key: 'secret',
    parameters: [id],
    answer: { schema: 'Erased' },
    problems: ['not-found'],
  },
  {
    method: 'get',
    path: '/v1/profiles/:id/export',
    group: 'Profiles',
    summary: 'Everything that is kept of a person, as NDJSON: one `{"kind","value"}` a line.',
    key: 'secret',
    parameters: [id],
    answer: {
      type: 'application/x-ndjson',
      what: 'Lines of JSON; the first is the profile.',
    },
    problems: ['not-found'],
  },
  {
    method: 'get',
    path: '/v1/profiles/:id/live',
    group: 'Profiles',
    summary: 'One profile as server-sent events: at once, and after every transaction that touched it.',
    key: 'secret',
    parameters: [id],
    answer: { type: 'text/event-stream', what: 'Events `profile`, `activity` and `segments`; data is JSON.' },
  },
  {
    method: 'get',
    path: '/v1/profiles/:id/segments',
    group: 'Profiles',
    summary: 'Of every segment whether the profile is in it, why, and when that changes if nothing happens.',
    key: 'secret',
    parameters: [id],
    answer: { schema: 'SegmentsOfProfile' },
    problems: ['not-found'],
  },
  {
    method: 'get',
    path: '/v1/profiles/:id/explain',
    group: 'Profiles',
    summary: 'Which events made a number of a profile, how much each gives now, and the formula.',
    key: 'secret',
    parameters: [
      id,
      {
        name: 'what',
        in: 'query',
        required: true,
        description:
          '`tag:category:home/kitchen` (`tag.fast`, `tag.slow`, `tag.share`, `tag.count`; `home/*` with all below), `relevance:category:home/kitchen`, `count:Product Viewed`, `rate:view:week`, `window:view:30`, `value:revenue:EUR`, `rfm:recency:EUR`, `lifetime-value:EUR`, `engagement:bounce-rate`, `placement:banner`, `web-vital:lcp`, `channel:first:source`, `environment:device`, `psychographic:variety`, `social:degree`, `tie:peer`, `trait:city`, `days-since:last`, `events`, or `segment:loyal`.',
        schema: { type: 'string' },
      },
    ],
    answer: { schema: 'Explanation' },
    problems: ['bad-request', 'not-found', 'too-large'],
  },
  {
    method: 'post',
    path: '/v1/profiles/:id/unmerge',
    group: 'Profiles',
    summary: 'Undoes the link of an id: each side gets back what is its own, and the reason is recorded.',
    key: 'secret',
    parameters: [id],
    body: 'Unmerge',
    answer: { schema: 'Unmerged' },
    problems: ['bad-request', 'not-found', 'too-large'],
  },
  {
    method: 'get',
    path: '/v1/profiles',
    group: 'Profiles',
    summary: 'Profiles, most recently active first.',
    key: 'secret',
    parameters: [
      limit(500, 50),
      { name: 'q', in: 'query', description: 'Part of an id.', schema: { type: 'string' } },
    ],
    answer: { schema: 'Profiles' },
    problems: ['bad-request'],
  },
  {
    method: 'get',
    path: '/v1/segments',
    group: 'Segments',
    summary: 'The segments and how many members each has.',
    key: 'secret',
    answer: { schema: 'Segments' },
  },
  {
    method: 'get',
    path: '/v1/segments/:name/members',
    group: 'Segments',
    summary: 'Members of a segment by profile id.',
    key: 'secret',
    parameters: [
      { name: 'name', in: 'path', required: true, description: 'The segment.', schema: { type: 'string' } },
      limit(1_000, 100),
      {
        name: 'after',
        in: 'query',
        description: 'The `profileId` of the last member of the page before.',
        schema: { type: 'string', pattern: '^-?\\d{1,18}$' },
      },
    ],
    answer: { schema: 'Members' },
    problems: ['bad-request', 'not-found'],
  },
  {
    method: 'post',
    path: '/v1/segments/preview',
    group: 'Segments',
    summary: 'How many profiles a rule would take now, and what it says in words.',
    key: 'secret',
    body: 'SegmentRule',
    answer: { schema: 'SegmentPreview' },
    problems: ['bad-request', 'too-large'],
  },
  {
    method: 'get',
    path: '/v1/stats',
    group: 'Site',
    summary: 'The whole site: totals, the last hour by minute, what is liked, done and searched most.',
    key: 'secret',
    answer: { schema: 'Stats' },
  },
  {
    method: 'get',
    path: '/v1/live',
    group: 'Site',
    summary: 'The whole site as server-sent events.',
    key: 'secret',
    answer: { type: 'text/event-stream', what: 'Events `activity` and `totals`; data is JSON.' },
  },
  {
    method: 'get',
    path: '/v1/projects/:writeKey/settings',
    group: 'Clients',
    summary: 'What analytics-next asks for before it sends.',
    key: 'none',
    parameters: [{ ...writeKey, in: 'path', required: true }],
    answer: { type: 'application/json', what: 'Settings of the client.' },
    problems: ['not-found'],
  },
  {
    method: 'get',
    path: '/sourceConfig/',
    group: 'Clients',
    summary: "What RudderStack's browser client asks for before it sends.",
    key: 'write',
    parameters: [writeKey],
    answer: { type: 'application/json', what: 'Settings of the client.' },
  },
  {
    method: 'post',
    path: '/v1/m',
    group: 'Clients',
    summary: 'Metrics of clients about themselves: answered, not kept.',
    key: 'none',
    answer: { type: 'application/json', what: '`{"success":true}`' },
  },
  {
    method: 'get',
    path: '/healthz',
    group: 'Operations',
    summary: 'The process lives.',
    key: 'none',
    answer: { type: 'text/plain', what: '`ok`' },
  },
  {
    method: 'get',
    path: '/readyz',
    group: 'Operations',
    summary: 'It can take events: Postgres answers and it is not stopping; else 503.',
    key: 'none',
    answer: { type: 'text/plain', what: '`ready`' },
  },
  {
    method: 'get',
    path: '/metrics',
    group: 'Operations',
    summary: 'Metrics for Prometheus.',
    key: 'none',
    answer: { type: 'text/plain', what: 'Prometheus text format.' },
  },
  {
    method: 'get',
    path: '/openapi.json',
    group: 'Operations',
    summary: 'This description.',
    key: 'none',
    answer: { type: 'application/json', what: 'OpenAPI 3.1.' },
  },
  {
    method: 'get',
    path: '/docs/api',
    group: 'Operations',
    summary: 'This description as a page.',
    key: 'none',
    answer: { type: 'text/html', what: 'A page.' },
  },
];
