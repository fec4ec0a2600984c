import { storable } from '@likeness/core';
import { Hono } from 'hono';
import { answerProblem } from '../http/problem.ts';
import { listProfiles, siteStats } from '../store/site-stats.ts';
import type { ReadDeps } from './profile-route.ts';

const mostProfiles = 500;

/** `GET /v1/stats` and `GET /v1/profiles?limit=&q=`; both need the site's secret key. */
export function createSiteRoutes(deps: ReadDeps): Hono {
  const routes = new Hono();

  routes.get('/stats', async (c) => {
    const site = await deps.authenticate('secret', c.req.header('authorization'), undefined);
    if (!site.ok) return answerProblem(c, site.error);
    return c.json(await siteStats(deps.database.sql, site.value, deps.now()));
  });

  routes.get('/profiles', async (c) => {
    const site = await deps.authenticate('secret', c.req.header('authorization'), undefined);
    if (!site.ok) return answerProblem(c, site.error);
    const limit = Number(c.req.query('limit') ?? 50);
    if (!Number.isInteger(limit) || limit < 1 || limit > mostProfiles) {
      const expected = `a whole number from 1 to ${mostProfiles}`;
      return answerProblem(c, {
        code: 'bad-request',
        message: `limit must be ${expected}.`,
        path: 'limit',
        expected,
      });
    }
    const q = c.req.query('q');
    const profiles = await listProfiles(deps.database.sql, {
      siteId: site.value,
      limit,
      query: q === undefined ? undefined : storable(q),
    });
    return c.json({ profiles });
  });

  return routes;
}
