import { Hono } from 'hono';
import { allowedMethods } from './http/allowed-methods.ts';
import { answerProblem } from './http/problem.ts';
import type { StaticFiles } from './http/static-files.ts';
import { createIngestRoutes } from './ingest/batch-route.ts';
import { createClientDialectRoutes } from './ingest/client-dialects-route.ts';
import type { IngestDeps } from './ingest/receive-batch.ts';
import { createOpenApiRoutes } from './openapi/openapi-route.ts';
import { createExplainRoutes, type ExplainDeps } from './read/explain-route.ts';
import { createHealthRoutes } from './read/health-route.ts';
import { createPersonRoutes, type PersonDeps } from './read/person-route.ts';
import { createProfileRoutes } from './read/profile-route.ts';
import { createProfileSegmentsRoutes } from './read/profile-segments-route.ts';
import { createSegmentRoutes } from './read/segment-route.ts';
import { createSiteRoutes } from './read/site-route.ts';
import { createSiteStreamRoutes } from './read/site-stream-route.ts';
import { createUnmergeRoutes, type UnmergeDeps } from './read/unmerge-route.ts';

/** What every process of ours says about itself over HTTP. */
export type HealthAppDeps = Parameters<typeof createHealthRoutes>[0] & {
  /** Told of errors that no route expected, before they are answered with 503. */
  readonly onError: (error: unknown) => void;
};

/** What a process works with that takes events and shows nothing of them. */
export interface IngestAppDeps extends IngestDeps, HealthAppDeps {
  readonly metrics: IngestDeps['metrics'];
  /** The built SDK, served at the root so that a site can paste one script tag; absent, it is not served. */
  readonly sdk?: StaticFiles;
}

/** Everything that the collector's HTTP interface works with. */
export interface AppDeps extends IngestAppDeps, PersonDeps, UnmergeDeps, ExplainDeps {
  readonly metrics: IngestDeps['metrics'];
  /** Of this package. */
  readonly version: string;
}

/** Creates the HTTP interface: no port, no environment, so tests call it through `app.request()`. */
export function createApp(deps: AppDeps): Hono {
  const app = createHealthApp(deps);
  app.route('/', createOpenApiRoutes(deps.version));
  app.route('/v1/profiles', createProfileRoutes(deps));
  app.route('/v1/profiles', createProfileSegmentsRoutes(deps));
  app.route('/v1/profiles', createExplainRoutes(deps));
  app.route('/v1/profiles', createPersonRoutes(deps));
  app.route('/v1/profiles', createUnmergeRoutes(deps));
  app.route('/v1/segments', createSegmentRoutes(deps));
  app.route('/v1/live', createSiteStreamRoutes({ ...deps, queueDepth: deps.commit.depth }));
  app.route('/v1', createSiteRoutes(deps));
  addIngest(app, deps);
  return app;
}

/** Creates the HTTP interface of a collector of a fleet: it takes events, and others apply and show them. */
export function createIngestApp(deps: IngestAppDeps): Hono {
  const app = createHealthApp(deps);
  addIngest(app, deps);
  return app;
}

/** Creates the HTTP interface of a process that takes nothing in: health and metrics. */
export function createHealthApp(deps: HealthAppDeps): Hono {
  const app = new Hono();
  app.onError((error, c) => {
    deps.onError(error);
    return answerProblem(c, {
      code: 'unavailable',
      message: 'Something failed on our side and was logged: try again.',
    });
  });
  app.notFound((c) => {
    const { method, path } = c.req;
    const allowed = allowedMethods(app.routes, path);
    if (allowed.length === 0 || allowed.includes(method)) {
      return answerProblem(c, { code: 'not-found', message: `There is nothing at ${method} ${path}.` });
    }
    c.header('Allow', allowed.join(', '));
    const message = `${path} takes ${allowed.join(', ')}, not ${method}.`;
    return answerProblem(c, { code: 'wrong-method', message });
  });
  app.route('/', createHealthRoutes(deps));
  return app;
}

function addIngest(app: Hono, deps: IngestAppDeps): void {
  app.route('/', createClientDialectRoutes(deps));
  app.route('/v1', createIngestRoutes(deps));
  // RudderStack's beacon cannot set headers: its key is in the query.
  app.route('/beacon/v1', createIngestRoutes(deps));
  const { sdk } = deps;
  if (sdk !== undefined) {
    for (const name of sdk.names) {
      app.get(`/${name}`, (c) => {
        c.header('Access-Control-Allow-Origin', '*');
        c.header('Cross-Origin-Resource-Policy', 'cross-origin');
        c.header('Cache-Control', 'public, max-age=300, stale-while-revalidate=86400');
        return sdk.answer(c, name) ?? c.notFound();
      });
    }
  }
}
