import {
  type EventDefaults,
  type EventId,
  type EventType,
  err,
  ok,
  parseEventBatch,
  type Result,
} from '@likeness/core';
import type { ApplyInput } from '../apply/apply-batch.ts';
import type { GroupCommit, GroupCommitError } from '../apply/group-commit.ts';
import type { AllowOrigin } from '../http/allow-origin.ts';
import type { Authenticate } from '../http/authenticate.ts';
import type { Problem } from '../http/problem.ts';
import type { Metrics } from '../metrics.ts';
import { acceptEvents } from './accept-events.ts';
import type { ClockSkew } from './clock-skew.ts';
import type { FlagBot } from './flag-bot.ts';
import type { KeepPlan } from './keep-plan.ts';
import { limitsOf, parseBody } from './read-body.ts';
import type { SiteGuess } from './site-guess.ts';

/** What the ingest endpoints need. */
export interface IngestDeps {
  readonly authenticate: Authenticate;
  readonly commit: GroupCommit;
  readonly guessSite: SiteGuess;
  readonly newId: () => EventId;
  readonly clockSkew: ClockSkew;
  readonly flagBot: FlagBot;
  readonly keepPlan: KeepPlan | undefined;
  /** Epoch ms from which on events are kept; `undefined`: all are. */
  readonly keptSince: () => number | undefined;
  readonly allowOrigin: AllowOrigin;
  /** Header in which a proxy says where a request comes from. */
  readonly regionHeader: string | undefined;
  readonly now: () => number;
  readonly metrics: Metrics;
}

/** A request as far as ingest looks at it, whatever serves it. */
export interface IngestRequest {
  /** A header by its name in lower case. */
  readonly header: (name: string) => string | undefined;
  /** The write key in the query, for beacons. */
  readonly writeKey: () => string | undefined;
  /** The text of the body, in UTF-8. */
  readonly body: () => Promise<Result<Buffer, Problem>>;
}

/** What became of a request's events. */
export interface IngestCounts {
  readonly accepted: number;
  readonly duplicate: number;
  readonly quarantined: number;
}

/**
 * Takes the events of a request in, and answers once they are committed; `type` is what the path names. A full queue
 * refuses before the body is read: when there is too much to do, refusing must cost next to nothing.
 */
export async function receiveBatch(
  deps: IngestDeps,
  request: IngestRequest,
  type: EventType | undefined,
): Promise<Result<IngestCounts, Problem>> {
  const received = await receive(deps, request, type);
  if (received.ok) deps.metrics.countEvents(received.value);
  else deps.metrics.countRefusal(received.error.code);
  return received;
}

/** Bytes of an event of usual size: what waits unread is counted by its bytes. */
const usualBytes = 800;

async function receive(
  deps: IngestDeps,
  request: IngestRequest,
  type: EventType | undefined,
): Promise<Result<IngestCounts, Problem>> {
  const receivedAt = deps.now();
  const sender = deps.guessSite.guess(request.header);
  if (deps.commit.isFull(sender)) return err(problemOf({ code: 'overloaded' }));
  const body = await request.body();
  if (!body.ok) return body;
  let input: ApplyInput | undefined;
  const applied = await deps.commit.submit<Problem>({
    sender,
    size: Math.max(1, Math.ceil(body.value.length / usualBytes)),
    read: async () => {
      const read = await readEvents(deps, request, { type, text: body.value, receivedAt });
      if (read.ok) input = read.value;
      return read;
    },
  });
  if (!applied.ok) return err('message' in applied.error ? applied.error : problemOf(applied.error));
  const accepted = applied.value.fresh.filter(Boolean).length;
  return ok({
    accepted,
    duplicate: applied.value.fresh.length - accepted,
    quarantined: input?.quarantined.length ?? 0,
  });
}

/** Reads the events of a body, once it is known that its sender may send them. */
async function readEvents(
  deps: IngestDeps,
  request: IngestRequest,
  {
    type,
    text,
    receivedAt,
  }: { readonly type: EventType | undefined; readonly text: Buffer; readonly receivedAt: number },
): Promise<Result<ApplyInput, Problem>> {
  const body = parseBody(text);
  if (!body.ok) return body;
  const batch = parseEventBatch(body.value, type);
  const inBody = batch.ok ? (batch.value.writeKey ?? firstWriteKey(batch.value.items)) : undefined;
  const site = await deps.authenticate(
    'write',
    request.header('authorization'),
    inBody ?? request.writeKey(),
  );
  if (!site.ok) return site;
  deps.guessSite.learn(request.header, site.value);
  if (!deps.allowOrigin(site.value, request.header('origin'))) {
    return err({
      code: 'wrong-origin',
      message:
        'Pages of this origin may not send events to this site: add it to the origins in likeness.config.ts.',
    });
  }
  if (!batch.ok) {
    const path = batch.error.path.join('.');
    return err({
      code: 'bad-batch',
      message: `The body must be {"batch": [event, …]}: ${path === '' ? 'it' : path} is ${batch.error.received}.`,
      path,
      expected: batch.error.expected,
    });
  }
  const defaults = withLocation(batch.value.defaults, locationOf(request, deps.regionHeader));
  return ok(
    acceptEvents(
      batch.value.items.map((value) => ({ value, defaults })),
      {
        siteId: site.value,
        receivedAt,
        source: 'http',
        newId: deps.newId,
        clockSkew: deps.clockSkew,
        flagBot: deps.flagBot,
        keepPlan: deps.keepPlan,
        keptSince: deps.keptSince(),
        limits: limitsOf(text),
      },
    ),
  );
}

/** Where a page's request comes from, as a proxy says; a server's request says where the server stands. */
function locationOf(request: IngestRequest, header: string | undefined): string | undefined {
  if (header === undefined || request.header('origin') === undefined) return undefined;
  const country = request.header(header)?.trim();
  // Proxies say XX or T1 (Tor) for what they do not know.
  return country !== undefined && /^(?!XX$|T1$)[\w-]{2,32}$/.test(country) ? country : undefined;
}

function withLocation(defaults: EventDefaults, country: string | undefined): EventDefaults {
  if (country === undefined) return defaults;
  return { ...defaults, context: { location: { country }, ...defaults.context } };
}

function problemOf(error: GroupCommitError): Problem {
  switch (error.code) {
    case 'overloaded':
      return { code: 'overloaded', message: 'The queue is full: send the same batch again later.' };
    case 'stopping':
      return { code: 'unavailable', message: 'The collector is stopping: send the same batch again.' };
    case 'failed':
      return {
        code: 'unavailable',
        message: 'The events could not be stored; nothing was kept: send the same batch again.',
      };
  }
}

/** Some clients put the write key into each event instead of the root. */
function firstWriteKey(items: readonly unknown[]): string | undefined {
  const [first] = items;
  if (typeof first !== 'object' || first === null || !('writeKey' in first)) return undefined;
  return typeof first.writeKey === 'string' ? first.writeKey : undefined;
}
