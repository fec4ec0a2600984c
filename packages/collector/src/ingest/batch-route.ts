import { type EventDefaults, type EventId, type EventType, parseEventBatch } from '@likeness/core';
import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import type { GroupCommit, GroupCommitError } from '../apply/group-commit.ts';
import type { AllowOrigin } from '../http/allow-origin.ts';
import type { Authenticate } from '../http/authenticate.ts';
import { answerProblem, type Problem } from '../http/problem.ts';
import type { Metrics } from '../metrics.ts';
import { acceptEvents } from './accept-events.ts';
import type { ClockSkew } from './clock-skew.ts';
import type { FlagBot } from './flag-bot.ts';
import type { KeepPlan } from './keep-plan.ts';
import { readBody } from './read-body.ts';

/** What the ingest endpoints need. */
export interface IngestDeps {
  readonly authenticate: Authenticate;
  readonly commit: GroupCommit;
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

/** The endpoints of the Segment HTTP tracking API by path, each with the type that its path names. */
const endpoints: Readonly<Record<string, EventType | undefined>> = {
  batch: undefined,
  b: undefined,
  track: 'track',
  t: 'track',
  identify: 'identify',
  i: 'identify',
  page: 'page',
  p: 'page',
  screen: 'screen',
  s: 'screen',
  group: 'group',
  g: 'group',
  alias: 'alias',
  a: 'alias',
};

/**
 * The ingest endpoints: `POST /v1/batch` and the single calls. Answers after the transaction is committed:
 * `{"success":true,"accepted":n,"duplicate":n,"quarantined":n}`.
 */
export function createIngestRoutes(deps: IngestDeps): Hono {
  const routes = new Hono();
  routes.options(
    '*',
    cors({
      origin: '*',
      allowMethods: ['POST', 'OPTIONS'],
      allowHeaders: ['authorization', 'content-type', 'anonymousid', 'sentat', 'x-retry-count'],
      maxAge: 86_400,
    }),
  );
  for (const [path, type] of Object.entries(endpoints)) {
    routes.post(`/${path}`, async (c) => {
      try {
        return await receive(c, deps, type);
      } catch (error) {
        // The answer to it is made elsewhere, and must be readable by a page all the same.
        c.header('Access-Control-Allow-Origin', '*');
        throw error;
      }
    });
  }
  return routes;
}

async function receive(c: Context, deps: IngestDeps, type: EventType | undefined): Promise<Response> {
  const receivedAt = deps.now();
  const body = await readBody(c.req.raw);
  if (!body.ok) return refuse(c, deps, body.error);
  const batch = parseEventBatch(body.value, type);
  const inBody = batch.ok ? (batch.value.writeKey ?? firstWriteKey(batch.value.items)) : undefined;
  const site = await deps.authenticate(
    'write',
    c.req.header('authorization'),
    inBody ?? c.req.query('writeKey'),
  );
  if (!site.ok) return refuse(c, deps, site.error);
  if (!deps.allowOrigin(site.value, c.req.header('origin'))) {
    return refuse(c, deps, {
      code: 'wrong-origin',
      message:
        'Pages of this origin may not send events to this site: add it to the origins in likeness.config.ts.',
    });
  }
  if (!batch.ok) {
    const path = batch.error.path.join('.');
    return refuse(c, deps, {
      code: 'bad-batch',
      message: `The body must be {"batch": [event, …]}: ${path === '' ? 'it' : path} is ${batch.error.received}.`,
      path,
      expected: batch.error.expected,
    });
  }
  const { items } = batch.value;
  const defaults = withLocation(batch.value.defaults, locationOf(c, deps.regionHeader));
  if (items.length === 0) return answer({ accepted: 0, duplicate: 0, quarantined: 0 });
  const input = acceptEvents(
    items.map((value) => ({ value, defaults })),
    {
      siteId: site.value,
      receivedAt,
      source: 'http',
      newId: deps.newId,
      clockSkew: deps.clockSkew,
      flagBot: deps.flagBot,
      keepPlan: deps.keepPlan,
      keptSince: deps.keptSince(),
    },
  );
  const applied = await deps.commit.submit(input);
  if (!applied.ok) return refuse(c, deps, problemOf(applied.error));
  const accepted = applied.value.fresh.filter(Boolean).length;
  const duplicate = input.events.length - accepted;
  const quarantined = input.quarantined.length;
  deps.metrics.countEvents({ accepted, duplicate, quarantined });
  return answer({ accepted, duplicate, quarantined });
}

/** Where a page's request comes from, as a proxy says; a server's request says where the server stands. */
function locationOf(c: Context, header: string | undefined): string | undefined {
  if (header === undefined || c.req.header('origin') === undefined) return undefined;
  const country = c.req.header(header)?.trim();
  // Proxies say XX or T1 (Tor) for what they do not know.
  return country !== undefined && /^(?!XX$|T1$)[\w-]{2,32}$/.test(country) ? country : undefined;
}

function withLocation(defaults: EventDefaults, country: string | undefined): EventDefaults {
  if (country === undefined) return defaults;
  return { ...defaults, context: { location: { country }, ...defaults.context } };
}

/** Headers as a plain object: Hono's own, and its middleware for CORS, build a `Headers` for every answer. */
const answerHeaders = { 'content-type': 'application/json', 'access-control-allow-origin': '*' };

function answer(counts: {
  readonly accepted: number;
  readonly duplicate: number;
  readonly quarantined: number;
}): Response {
  return new Response(JSON.stringify({ success: true, ...counts }), { headers: answerHeaders });
}

function refuse(c: Context, { metrics }: IngestDeps, problem: Problem): Response {
  metrics.countRefusal(problem.code);
  c.header('Access-Control-Allow-Origin', '*');
  return answerProblem(c, problem);
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
