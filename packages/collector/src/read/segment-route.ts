import { storable } from '@likeness/core';
import { Hono } from 'hono';
import { answerProblem } from '../http/problem.ts';
import { segmentMembers } from '../store/segment-members.ts';
import { listSegments } from '../store/segment-store.ts';
import type { ReadDeps } from './profile-route.ts';

const mostMembers = 1_000;

/**
 * `GET /v1/segments` and `GET /v1/segments/:name/members?limit=&after=` (secret key): the segments with the number of
 * their members, and the members by profile id.
 */
export function createSegmentRoutes(deps: ReadDeps): Hono {
  const routes = new Hono();

  routes.get('/', async (c) => {
    const site = await deps.authenticate('secret', c.req.header('authorization'), undefined);
    if (!site.ok) return answerProblem(c, site.error);
    return c.json({ segments: await listSegments(deps.database.sql, site.value) });
  });

  routes.get('/:name/members', async (c) => {
    const site = await deps.authenticate('secret', c.req.header('authorization'), undefined);
    if (!site.ok) return answerProblem(c, site.error);
    const limit = Number(c.req.query('limit') ?? 100);
    const after = c.req.query('after');
    if (!Number.isInteger(limit) || limit < 1 || limit > mostMembers) {
      return answerProblem(c, badQuery('limit', `a whole number from 1 to ${mostMembers}`));
    }
    if (after !== undefined && !/^-?\d{1,18}$/.test(after)) {
      return answerProblem(c, badQuery('after', 'the profileId of the last member of the page before'));
    }
    const page = { siteId: site.value, segment: storable(c.req.param('name')), limit, after };
    const members = await segmentMembers(deps.database.sql, page);
    if (members === undefined) {
      return answerProblem(c, { code: 'not-found', message: 'No segment has this name: see /v1/segments.' });
    }
    return c.json({
      members: members.map((member) => ({ ...member, enteredAt: member.enteredAt.toISOString() })),
    });
  });

  return routes;
}

function badQuery(path: string, expected: string) {
  return { code: 'bad-request', message: `${path} must be ${expected}.`, path, expected } as const;
}
