import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { Authenticate } from '../http/authenticate.ts';
import { answerProblem } from '../http/problem.ts';

/**
 * What other SDKs ask for before and beside their events, so that they work unmodified:
 *
 * - `GET /v1/projects/:writeKey/settings`: analytics-next loads its integrations from here and sends nothing before;
 * - `GET /sourceConfig/?writeKey=`: RudderStack's browser SDK does the same, and insists on the shape of the answer;
 * - `POST /v1/m`: analytics-next's metrics about itself, which are answered and left alone.
 */
export function createClientDialectRoutes(deps: { readonly authenticate: Authenticate }): Hono {
  const routes = new Hono();
  const allowAll = cors({
    origin: '*',
    allowHeaders: ['authorization', 'content-type', 'anonymousid', 'sentat', 'x-retry-count'],
    maxAge: 86_400,
  });

  routes.use('/v1/projects/*', allowAll);
  routes.get('/v1/projects/:writeKey/settings', async (c) => {
    const writeKey = c.req.param('writeKey');
    const site = await deps.authenticate('write', undefined, writeKey);
    if (!site.ok) return answerProblem(c, site.error);
    return c.json({
      integrations: {
        'Segment.io': {
          apiKey: writeKey,
          unbundledIntegrations: [],
          addBundledMetadata: true,
          versionSettings: {},
        },
      },
      plan: { track: { __default: { enabled: true } }, identify: { __default: { enabled: true } } },
      edgeFunction: {},
      metrics: { sampleRate: 0 },
      enabledMiddleware: {},
      remotePlugins: [],
    });
  });

  routes.use('/sourceConfig/*', allowAll);
  routes.get('/sourceConfig/', async (c) => {
    const site = await deps.authenticate('write', c.req.header('authorization'), c.req.query('writeKey'));
    if (!site.ok) return answerProblem(c, site.error);
    const id = `likeness-${site.value}`;
    return c.json({
      source: {
        id,
        name: 'Likeness',
        writeKey: c.req.query('writeKey') ?? '',
        enabled: true,
        workspaceId: id,
        config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
        destinations: [],
        connections: [],
        sourceDefinition: { name: 'Javascript', category: null },
        updatedAt: '2026-01-01T00:00:00.000Z',
      },
      updatedAt: '2026-01-01T00:00:00.000Z',
    });
  });

  routes.use('/v1/m', allowAll);
  routes.post('/v1/m', (c) => c.json({ success: true }));
  return routes;
}
