import { afterAll, describe } from 'vitest';
import { createLane } from '../../src/apply/lane.ts';
import { createMemoryLog } from '../../src/log/memory-log.ts';
import { describeEventLog } from './event-log.contract.ts';
import { createTestEngine } from './test-engine.ts';

describe('the log in memory', () => {
  const { start, stopAll } = createTestEngine();
  afterAll(stopAll);

  describeEventLog(async () => {
    const { databaseUrl, engine, quarantined } = await start();
    return {
      databaseUrl,
      quarantined,
      settle: () => Promise.resolve(),
      open: (options) => {
        const lane = createLane({
          apply: engine.apply,
          databaseUrl,
          tags: engine.tags,
          onDetour: () => undefined,
        });
        const log = createMemoryLog(
          {
            apply: lane.apply,
            ping: async () => {
              await engine.database.sql`SELECT 1`;
            },
          },
          options,
        );
        return {
          ...log,
          stop: async () => {
            await log.stop();
            await lane.stop();
          },
        };
      },
    };
  });
});
