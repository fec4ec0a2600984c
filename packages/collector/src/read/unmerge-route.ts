import type { Result } from '@likeness/core';
import { storable } from '@likeness/core';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import {
  describeUnmergeError,
  type Unmerged,
  type UnmergeError,
  type UnmergeRequest,
} from '../apply/unmerge.ts';
import type { Authenticate } from '../http/authenticate.ts';
import { answerProblem } from '../http/problem.ts';

/** What the endpoint needs. */
export interface UnmergeDeps {
  readonly authenticate: Authenticate;
  readonly unmerge: (request: UnmergeRequest) => Promise<Result<Unmerged, UnmergeError>>;
}

const bodyBytes = 4_096;
const reasonLength = 1_024;
const tooLarge = { code: 'too-large', message: `The body has at most ${bodyBytes} bytes.` } as const;

/**
 * `POST /v1/profiles/:id/unmerge` (secret key) with `{"reason","from"?}`: undoes the link of an id; answers
 * `{"id","from","eventId","outcome","profiles":[{"profileId","ids","events"}]}`.
 */
export function createUnmergeRoutes(deps: UnmergeDeps): Hono {
  const routes = new Hono();

  routes.post(
    '/:id/unmerge',
    bodyLimit({ maxSize: bodyBytes, onError: (c) => answerProblem(c, tooLarge) }),
    async (c) => {
      const site = await deps.authenticate('secret', c.req.header('authorization'), undefined);
      if (!site.ok) return answerProblem(c, site.error);
      const { reason, from } = readBody(await c.req.text());
      if (typeof reason !== 'string' || reason === '' || reason.length > reasonLength) {
        return answerProblem(c, badField('reason', `a text of 1 to ${reasonLength} characters`));
      }
      if (from !== undefined && typeof from !== 'string') {
        return answerProblem(c, badField('from', 'the id that it is linked with'));
      }
      const done = await deps.unmerge({
        siteId: site.value,
        id: storable(c.req.param('id')),
        from: from === undefined ? undefined : storable(from),
        reason: storable(reason),
      });
      if (done.ok) return c.json(done.value);
      return answerProblem(c, {
        code: done.error.code === 'unknown-id' ? 'not-found' : 'bad-request',
        message: `${capitalised(describeUnmergeError(done.error, '`from`'))}.`,
      });
    },
  );

  return routes;
}

/** What is no JSON object has no fields. */
function readBody(text: string): { readonly reason?: unknown; readonly from?: unknown } {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : {};
  } catch {
    // The check of the fields says what was expected.
    return {};
  }
}

function badField(path: string, expected: string) {
  return { code: 'bad-request', message: `${path} must be ${expected}.`, path, expected } as const;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
