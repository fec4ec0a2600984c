import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { operations } from '../src/openapi/operations.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

let service: TestService;
beforeAll(async () => {
  service = await createTestService();
  await service.send([
    {
      type: 'track',
      event: 'Product Viewed',
      anonymousId: 'ada',
      properties: { category: 'Mugs', price: 5 },
    },
    { type: 'track', event: 'Products Searched', anonymousId: 'ada', properties: { query: 'cup' } },
    {
      type: 'track',
      event: 'Order Completed',
      anonymousId: 'ada',
      properties: { revenue: 5, currency: 'EUR' },
    },
    { type: 'identify', anonymousId: 'ada', userId: 'u', traits: { email: 'a@b.c' } },
  ]);
});
afterAll(() => service.drop());

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, SchemaObject>> };
}
interface SchemaObject {
  readonly $ref?: string;
  readonly type?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaObject>>;
  readonly items?: SchemaObject;
}
async function fetchDocument(): Promise<Document> {
  const response = await service.app.request('/openapi.json');
  // The document that the validator accepts below.
  return (await response.json()) as Document;
}

it('is valid OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate({ ...(await fetchDocument()) });
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
});

it('describes every route, and no other', () => {
  const routes = service.app.routes
    .filter(({ method }) => method === 'GET' || method === 'POST' || method === 'DELETE')
    .map(({ method, path }) => `${method} ${path}`);
  const described = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect([...described].sort()).toEqual([...new Set(routes)].sort());
  expect(new Set(described).size).toBe(described.length);
});

it('names every parameter of a path', () => {
  for (const { path, parameters = [] } of operations) {
    const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
    expect(inPath, path).toEqual([...path.matchAll(/:(\w+)/g)].map(([, name]) => name));
  }
});

it('says which keys are needed as the routes do', async () => {
  for (const { method, path, key } of operations) {
    const response = await service.app.request(path.replace(/:\w+/g, 'x'), {
      method: method.toUpperCase(),
      ...(method === 'post' ? { body: '{"batch":[]}' } : {}),
    });
    await response.body?.cancel();
    expect(response.status === 401, `${method} ${path}`).toBe(key !== 'none' || path.includes(':writeKey'));
  }
});

it('describes what is really answered, field by field', async () => {
  const { components } = await fetchDocument();
  const missing: string[] = [];
  const match = (schema: SchemaObject, value: unknown, at: string): void => {
    const { $ref } = schema;
    const named = $ref === undefined ? schema : (components.schemas[$ref.split('/').at(-1) ?? ''] ?? {});
    if (named.items !== undefined && Array.isArray(value)) {
      for (const item of value) match(named.items, item, `${at}[]`);
    } else if (named.properties !== undefined) {
      // An object schema describes an object; anything else is reported as lacking its fields.
      const fields = (value ?? {}) as Readonly<Record<string, unknown>>;
      for (const name of named.required ?? []) if (!(name in fields)) missing.push(`${at}.${name}`);
      for (const [name, field] of Object.entries(named.properties)) {
        if (fields[name] !== undefined) match(field, fields[name], `${at}.${name}`);
      }
    }
  };
  const answers = {
    Profile: '/v1/profiles/u',
    Profiles: '/v1/profiles',
    SegmentsOfProfile: '/v1/profiles/u/segments',
    Stats: '/v1/stats',
    Segments: '/v1/segments',
    Problem: '/v1/profiles/nobody',
  };
  for (const [name, path] of Object.entries(answers))
    match(components.schemas[name] ?? {}, (await service.read(path)).body, name);
  const { body } = await service.read('/v1/segments');
  // Segments, as just matched.
  const [segment] = (body as { segments: { name: string }[] }).segments;
  match(
    components.schemas.Members ?? {},
    (await service.read(`/v1/segments/${segment?.name}/members`)).body,
    'Members',
  );
  expect(missing).toEqual([]);
});

it('is readable by people', async () => {
  const response = await service.app.request('/docs/api');
  const page = await response.text();
  expect(page).toContain('<code>GET /v1/profiles/{id}</code>');
  expect(page).not.toContain('undefined');
});

it('answers a method that a path does not take with those it takes', async () => {
  const answers = await Promise.all(
    (
      [
        ['GET', '/v1/batch'],
        ['PUT', '/v1/profiles/anna'],
        ['PATCH', '/healthz'],
        ['GET', '/v1/nothing'],
      ] as const
    ).map(async ([method, path]) => {
      const response = await service.app.request(path, { method });
      return [response.status, response.headers.get('allow')];
    }),
  );
  expect(answers).toEqual([
    [405, 'OPTIONS, POST'],
    [405, 'DELETE, GET, HEAD, OPTIONS'],
    [405, 'GET, HEAD'],
    [404, null],
  ]);
});
