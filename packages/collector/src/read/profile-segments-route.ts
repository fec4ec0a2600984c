import { evaluateSegment, explainSegment } from '@likeness/core';
import { Hono } from 'hono';
import { answerProblem } from '../http/problem.ts';
import { findProfile } from '../store/find-profile.ts';
import { predictionValues } from '../store/prediction-store.ts';
import { loadSegments } from '../store/segment-store.ts';
import type { ReadDeps } from './profile-route.ts';

/**
 * `GET /v1/profiles/:id/segments` (secret key): of every segment whether the profile is in it now, why, and when that
 * changes if nothing happens: `{"asOf","segments":[{"name","isMember","enteredAt","changesAt","because"}]}`.
 */
export function createProfileSegmentsRoutes(deps: ReadDeps): Hono {
  const { database, profiles, now, halfLives } = deps;
  const routes = new Hono();

  routes.get('/:id/segments', async (c) => {
    const site = await deps.authenticate('secret', c.req.header('authorization'), undefined);
    if (!site.ok) return answerProblem(c, site.error);
    const found = await findProfile(database.sql, profiles, site.value, c.req.param('id'));
    if (found === undefined) {
      return answerProblem(c, {
        code: 'not-found',
        message: 'No profile has this id: give a user id, an anonymous id or a profile id.',
      });
    }
    const { set } = await loadSegments(database.sql);
    const predictions = predictionValues(found.predictions);
    const context = { now: now(), halfLives, predictions, rules: set.rules };
    const enteredAt = new Map(found.segments.map((segment) => [segment.name, segment.enteredAt]));
    return c.json({
      asOf: iso(context.now),
      segments: set.definitions.map(({ name, rule }) => {
        const { isMember, changesAt } = evaluateSegment(rule, found.profile, context);
        return {
          name,
          isMember,
          enteredAt: iso(enteredAt.get(name)),
          changesAt: iso(changesAt),
          because: explainSegment(rule, found.profile, context),
        };
      }),
    });
  });

  return routes;
}

function iso(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
