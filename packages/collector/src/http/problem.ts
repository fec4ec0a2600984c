import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** Why a request was not served. */
export interface Problem {
  readonly code:
    | 'bad-json'
    | 'bad-batch'
    | 'bad-request'
    | 'too-large'
    | 'no-key'
    | 'wrong-key'
    | 'wrong-origin'
    | 'not-found'
    | 'wrong-method'
    | 'overloaded'
    | 'unavailable';
  /** What was given, what was expected and what to do; never personal data or a secret. */
  readonly message: string;
  readonly path?: string;
  readonly expected?: string;
}

/** Seconds after which an overloaded or unavailable collector should be asked again. */
const retryAfterS = 1;

/** Answers a problem: `{"error":{"code","message","path"?,"expected"?}}` with its status. */
export function answerProblem(c: Context, problem: Problem): Response {
  const status = statusOf(problem.code);
  if (status === 429 || status === 503) c.header('Retry-After', String(retryAfterS));
  return c.json({ error: problem }, status);
}

/** What {@link answerProblem} answers, for who answers without Hono. */
export function problemAnswer(problem: Problem): {
  readonly status: number;
  readonly text: string;
  readonly retryAfterS: number | undefined;
} {
  const status = statusOf(problem.code);
  return {
    status,
    text: JSON.stringify({ error: problem }),
    retryAfterS: status === 429 || status === 503 ? retryAfterS : undefined,
  };
}

function statusOf(code: Problem['code']): ContentfulStatusCode {
  switch (code) {
    case 'bad-json':
    case 'bad-batch':
    case 'bad-request':
      return 400;
    case 'no-key':
    case 'wrong-key':
      return 401;
    case 'wrong-origin':
      return 403;
    case 'not-found':
      return 404;
    case 'wrong-method':
      return 405;
    case 'too-large':
      return 413;
    case 'overloaded':
      return 429;
    case 'unavailable':
      return 503;
  }
}
