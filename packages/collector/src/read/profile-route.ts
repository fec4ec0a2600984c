import type { TagHalfLives } from '@likeness/core';
import { Hono } from 'hono';
import type { Authenticate } from '../http/authenticate.ts';
import { answerProblem } from '../http/problem.ts';
import type { Feed, LiveFeed } from '../live/live-feed.ts';
import type { Database } from '../store/connect.ts';
import { type FoundProfile, findProfile } from '../store/find-profile.ts';
import type { MembershipChange } from '../store/membership-store.ts';
import type { Population, PopulationCache } from '../store/population-cache.ts';
import type { ProfileStore } from '../store/profile-store.ts';
import { recentActivity } from '../store/recent-activity.ts';
import { streamProfile } from './profile-stream.ts';
import { viewProfile } from './profile-view.ts';

/** What the reading endpoints need. */
export interface ReadDeps {
  readonly database: Database;
  readonly profiles: ProfileStore;
  readonly authenticate: Authenticate;
  readonly feed: LiveFeed;
  readonly segmentFeed: Feed<MembershipChange>;
  readonly halfLives: TagHalfLives;
  readonly population: PopulationCache;
  readonly now: () => number;
}

/** A profile with everybody of its site. */
export interface ReadProfile extends FoundProfile {
  readonly population: Population;
}

/** `GET /v1/profiles/:id` and `GET /v1/profiles/:id/live`; both need the site's secret key. */
export function createProfileRoutes(deps: ReadDeps): Hono {
  const { database, profiles, now, halfLives } = deps;
  const routes = new Hono();

  /** With everybody of its site, against whom it is read. */
  async function find(siteId: number, id: string): Promise<ReadProfile | undefined> {
    const found = await findProfile(database.sql, profiles, siteId, id);
    return found === undefined ? undefined : { ...found, population: await deps.population(siteId) };
  }

  routes.get('/:id', async (c) => {
    const site = await deps.authenticate('secret', c.req.header('authorization'), undefined);
    if (!site.ok) return answerProblem(c, site.error);
    const found = await find(site.value, c.req.param('id'));
    if (found === undefined) {
      return answerProblem(c, {
        code: 'not-found',
        message: 'No profile has this id: give a user id, an anonymous id or a profile id.',
      });
    }
    return c.json(viewProfile(found, now(), halfLives));
  });

  routes.get('/:id/live', async (c) => {
    const site = await deps.authenticate('secret', c.req.header('authorization'), undefined);
    if (!site.ok) return answerProblem(c, site.error);
    const id = c.req.param('id');
    const siteId = site.value;
    return streamProfile(c, {
      feed: deps.feed,
      segmentFeed: deps.segmentFeed,
      siteId,
      id,
      find: async () => await find(siteId, id),
      recent: async (profileId) =>
        await recentActivity(database.sql, { siteId, profileId, limit: 20, now: now() }),
      view: (found) => viewProfile(found ?? null, now(), halfLives),
    });
  });

  return routes;
}
