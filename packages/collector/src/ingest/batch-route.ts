import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { answerProblem } from '../http/problem.ts';
import { ingestPaths } from './ingest-paths.ts';
import { readBody } from './read-body.ts';
import { type IngestCounts, type IngestDeps, receiveBatch } from './receive-batch.ts';

/**
 * The ingest endpoints: `POST /v1/batch` and the single calls. Answers after the transaction is committed:
 * `{"success":true,"accepted":n,"duplicate":n,"quarantined":n}`. Where a collector listens itself, `direct-batch-route.ts`
 * answers the same for less.
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
  for (const [path, type] of Object.entries(ingestPaths)) {
    routes.post(`/${path}`, async (c) => {
      // A page must be able to read an error's answer, too.
      const allow = (): void => c.header('Access-Control-Allow-Origin', '*');
      try {
        const received = await receiveBatch(
          deps,
          {
            header: (name) => c.req.header(name),
            writeKey: () => c.req.query('writeKey'),
            body: async () => await readBody(c.req.raw),
          },
          type,
        );
        if (received.ok) return answer(received.value);
        allow();
        return answerProblem(c, received.error);
      } catch (error) {
        allow();
        throw error;
      }
    });
  }
  return routes;
}

/** Headers as a plain object: Hono's own, and its middleware for CORS, build a `Headers` for every answer. */
const answerHeaders = { 'content-type': 'application/json', 'access-control-allow-origin': '*' };

function answer(counts: IngestCounts): Response {
  return new Response(JSON.stringify({ success: true, ...counts }), { headers: answerHeaders });
}
