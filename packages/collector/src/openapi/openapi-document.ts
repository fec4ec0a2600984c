import { type Operation, operations } from './operations.ts';
import { refTo, type Schema, schemas } from './schemas.ts';

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
  readonly components: Schema;
}

const description = `Events follow Segment's HTTP tracking API. An answer of 200 means that the events are committed and folded into
their profiles; 429 and 503 (with \`Retry-After\`) that nothing was kept and the same request should be sent again; 400, 401, 404 and
413 that sending it again is useless. A bad event does not fail its batch: it goes to quarantine with its reason.`;

/** Describes {@link operations} as OpenAPI 3.1. */
export function createOpenApiDocument(version: string): OpenApiDocument {
  const paths: Record<string, Record<string, Schema>> = {};
  for (const operation of operations) {
    const path = templateOf(operation.path);
    const methods = paths[path] ?? {};
    paths[path] = methods;
    methods[operation.method] = describe(operation);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Likeness collector', version, description },
    paths,
    components: {
      schemas,
      securitySchemes: {
        writeKey: { type: 'http', scheme: 'basic', description: 'The write key as user name, no password.' },
        secretKey: { type: 'http', scheme: 'bearer', description: 'A secret key, sk_….' },
      },
    },
  };
}

/** `/v1/profiles/:id` as OpenAPI writes it: `/v1/profiles/{id}`. */
export function templateOf(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}');
}

function describe(operation: Operation): Schema {
  const { key, parameters, body } = operation;
  return {
    operationId: `${operation.method}${operation.path.replace(/\W+(\w)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? '')}`,
    tags: [operation.group],
    summary: operation.summary,
    // A write key may stand in the body or the query, so no header is required.
    ...(key === 'none' ? {} : { security: key === 'write' ? [{ writeKey: [] }, {}] : [{ secretKey: [] }] }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            description:
              'JSON of at most 4 MB, whatever the content type says; it may be compressed by gzip.',
            content: {
              'application/json': { schema: refTo(body) },
              'text/plain': {
                schema: { type: 'string', contentMediaType: 'application/json', contentSchema: refTo(body) },
              },
            },
          },
        }),
    responses: responsesOf(operation),
  };
}

function responsesOf({ answer, key, problems = [], path }: Operation): Schema {
  const ok =
    'schema' in answer
      ? { description: 'Done.', content: { 'application/json': { schema: refTo(answer.schema) } } }
      : { description: answer.what, content: { [answer.type]: { schema: {} } } };
  const problem = (text: string): Schema => ({
    description: text,
    content: { 'application/json': { schema: refTo('Problem') } },
  });
  const has = (code: (typeof problems)[number]): boolean => problems.includes(code);
  const unready = {
    description: 'Stopping, or Postgres does not answer.',
    content: { 'text/plain': { schema: {} } },
  };
  return {
    200: ok,
    ...(has('bad-batch') || has('bad-request')
      ? { 400: problem('What was sent cannot be read; it says why.') }
      : {}),
    ...(key === 'none' && !path.includes(':writeKey') ? {} : { 401: problem('No key, or a wrong one.') }),
    ...(has('not-found') ? { 404: problem('There is no such thing.') } : {}),
    ...(has('too-large') ? { 413: problem('The body is too large.') } : {}),
    ...(has('overloaded') ? { 429: problem('The queue is full: send it again after `Retry-After`.') } : {}),
    ...(path === '/readyz'
      ? { 503: unready }
      : key === 'none'
        ? {}
        : { 503: problem('Nothing was kept: send it again.') }),
  };
}
