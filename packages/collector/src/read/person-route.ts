import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import type { Erased, ErasureRequest } from '../apply/erase-person.ts';
import { answerProblem } from '../http/problem.ts';
import { exportPerson } from '../store/export-person.ts';
import { findProfile } from '../store/find-profile.ts';
import { findPerson } from '../store/person-store.ts';
import type { ReadDeps } from './profile-route.ts';
import { viewProfile } from './profile-view.ts';

/** What the endpoints about a person's data need. */
export interface PersonDeps extends ReadDeps {
  readonly erase: (request: ErasureRequest) => Promise<Erased | undefined>;
}

const nobody = {
  code: 'not-found',
  message: 'No profile has this id: give a user id, an anonymous id or a profile id.',
} as const;

/**
 * `DELETE /v1/profiles/:id` (secret key): erases everything of a person at once; answers
 * `{"profileId","counts":{table: rows}}`.
 *
 * `GET /v1/profiles/:id/export` (secret key): everything of a person as NDJSON, one `{"kind","value"}` a line: first the
 * profile, then each id, event, session, trait, link, segment, delivery, edge and quarantined input.
 */
export function createPersonRoutes(deps: PersonDeps): Hono {
  const { database, profiles, now, halfLives } = deps;
  const routes = new Hono();

  routes.delete('/:id', async (c) => {
    const site = await deps.authenticate('secret', c.req.header('authorization'), undefined);
    if (!site.ok) return answerProblem(c, site.error);
    const erased = await deps.erase({ siteId: site.value, id: c.req.param('id'), askedBy: 'http' });
    return erased === undefined ? answerProblem(c, nobody) : c.json(erased);
  });

  routes.get('/:id/export', async (c) => {
    const site = await deps.authenticate('secret', c.req.header('authorization'), undefined);
    if (!site.ok) return answerProblem(c, site.error);
    const siteId = site.value;
    const found = await findProfile(database.sql, profiles, siteId, c.req.param('id'));
    if (found === undefined) return answerProblem(c, nobody);
    const person = await findPerson(database.sql, { siteId, profileId: found.profileId });
    const profile = viewProfile({ ...found, population: await deps.population(siteId) }, now(), halfLives);
    c.header('Content-Type', 'application/x-ndjson; charset=utf-8');
    return stream(c, async (out) => {
      await out.writeln(JSON.stringify({ kind: 'profile', value: profile }));
      for await (const record of exportPerson(database.sql, person)) {
        if (out.aborted) return;
        await out.writeln(JSON.stringify(record));
      }
    });
  });

  return routes;
}
