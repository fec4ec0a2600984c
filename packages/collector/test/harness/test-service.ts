import pino from 'pino';
import { createService, type Service, type ServiceOptions } from '../../src/service.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** A collector on a database of its own, with a site and its keys. */
export interface TestService extends Service {
  readonly database: TestDatabase;
  readonly siteId: number;
  readonly writeKey: string;
  readonly secretKey: string;
  /** Stops it and drops its database. */
  readonly drop: () => Promise<void>;
  /** Sends events to `/v1/batch` and answers the status and the JSON. */
  readonly send: (
    events: readonly object[],
    root?: object,
  ) => Promise<{ readonly status: number; readonly body: unknown }>;
  /** Reads with the secret key. */
  readonly read: (path: string) => Promise<{ readonly status: number; readonly body: unknown }>;
}

/** Starts a collector for one test file; `through` answers the address under which it reaches its database. */
export async function createTestService(
  now: () => number = Date.now,
  options: Partial<ServiceOptions> = {},
  through: (databaseUrl: string) => Promise<string> = (url) => Promise.resolve(url),
): Promise<TestService> {
  const database = await createTestDatabase();
  const log = pino({ level: 'fatal' });
  const service = await createService({
    databaseUrl: await through(database.url),
    log,
    now,
    random: Math.random,
    jobs: 'by hand',
    ...options,
  });
  const { keys } = service.engine;
  const { siteId } = await keys.ensureSite('test');
  const writeKey = await keys.create({ siteId, kind: 'write', label: 'test' });
  const secretKey = await keys.create({ siteId, kind: 'secret', label: 'test' });
  return {
    ...service,
    database,
    siteId,
    writeKey,
    secretKey,
    drop: async () => {
      await service.stop();
      await database.drop();
    },
    send: async (events, root = {}) => {
      const response = await service.app.request('/v1/batch', {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: JSON.stringify({ writeKey, batch: events, ...root }),
      });
      return { status: response.status, body: await response.json() };
    },
    read: async (path) => {
      const response = await service.app.request(path, { headers: { authorization: `Bearer ${secretKey}` } });
      return { status: response.status, body: await response.json() };
    },
  };
}
