import { createEngine, type Engine } from '../../src/service.ts';
import { migrateDatabase } from '../../src/store/migrate.ts';
import { createTestDatabase } from '../harness/test-database.ts';

/** An engine on an empty database with one site. */
export interface TestEngine {
  readonly engine: Engine;
  readonly databaseUrl: string;
  readonly writeKey: string;
  /** Texts in quarantine, in the order of the alphabet. */
  readonly quarantined: () => Promise<readonly string[]>;
}

/** Starts engines on databases of their own, and stops all of them. */
export function createTestEngine(): {
  readonly start: () => Promise<TestEngine>;
  readonly stopAll: () => Promise<void>;
} {
  const stops: (() => Promise<void>)[] = [];
  return {
    start: async () => {
      const database = await createTestDatabase();
      stops.push(database.drop);
      await migrateDatabase(database.url);
      const engine = createEngine({ databaseUrl: database.url, now: Date.now });
      stops.push(engine.stop);
      const { siteId } = await engine.keys.ensureSite('test');
      const writeKey = await engine.keys.create({ siteId, kind: 'write', label: 'test' });
      return {
        engine,
        databaseUrl: database.url,
        writeKey,
        quarantined: async () => {
          const rows = await engine.database.sql<{ raw: string }[]>`
            SELECT raw FROM likeness.quarantine`;
          return rows.map(({ raw }) => raw).sort();
        },
      };
    },
    stopAll: async () => {
      for (const stop of stops.splice(0).reverse()) await stop();
    },
  };
}
