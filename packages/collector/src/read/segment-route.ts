import {
  describeIssue,
  describeSegmentRule,
  type Issue,
  parseSegmentRule,
  segmentsIn,
  storable,
} from '@likeness/core';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { answerProblem } from '../http/problem.ts';
import { segmentMembers } from '../store/segment-members.ts';
import { countSegment } from '../store/segment-sql/compile-segment-sql.ts';
import { listSegments, loadSegments } from '../store/segment-store.ts';
import type { ReadDeps } from './profile-route.ts';

const mostMembers = 1_000;

/**
 * `GET /v1/segments` and `GET /v1/segments/:name/members?limit=&after=` (secret key): the segments with the number of
 * their members, and the members by profile id. `POST /v1/segments/preview` with a rule as JSON: how many profiles it
 * would take now, and what it says in words.
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

  routes.post(
    '/preview',
    bodyLimit({ maxSize: ruleBytes, onError: (c) => answerProblem(c, tooLarge) }),
    async (c) => {
      const site = await deps.authenticate('secret', c.req.header('authorization'), undefined);
      if (!site.ok) return answerProblem(c, site.error);
      const parsed = parseSegmentRule(readJson(await c.req.text()));
      if (!parsed.ok) return answerProblem(c, badRule(parsed.error[0]));
      const rule = parsed.value;
      const { rules } = (await loadSegments(deps.database.sql)).set;
      const unknown = segmentsIn(rule).find((name) => !rules.has(name));
      if (unknown !== undefined)
        return answerProblem(c, badQuery('segment', `a segment that exists, not ${unknown}`));
      const context = { now: deps.now(), halfLives: deps.halfLives, rules, siteId: site.value };
      const members = await countSegment(deps.database.sql, rule, context);
      return c.json({ members, inWords: describeSegmentRule(rule) });
    },
  );

  return routes;
}

const ruleBytes = 65_536;
const tooLarge = { code: 'too-large', message: `A rule has at most ${ruleBytes} bytes.` } as const;

/** What is no JSON is no rule either: `undefined` is refused as one. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser of rules says what was expected.
    return undefined;
  }
}

function badRule(found: Issue | undefined) {
  const said = found === undefined ? 'not a rule' : describeIssue(found).replace(/^event:/, 'rule:');
  return {
    code: 'bad-request',
    message: said,
    ...(found === undefined ? {} : { path: found.path.join('.'), expected: found.expected }),
  } as const;
}

function badQuery(path: string, expected: string) {
  return { code: 'bad-request', message: `${path} must be ${expected}.`, path, expected } as const;
}
