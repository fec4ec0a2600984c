import { defineConfig } from 'vitest/config';

/**
 * Three projects, fastest first: `unit` (beside the code, no I/O), `integration` (real Postgres) and
 * `e2e` (real Chromium against the built system).
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          setupFiles: ['scripts/test/property-seed.ts'],
          environment: 'node',
          // Nothing under test keeps state in its module, and a fresh module graph per file took more than half the time.
          isolate: false,
          // Property tests of a hundred streams take seconds on a small machine that runs other tests beside them.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          // They wait for Postgres, for processes and for Kafka more than they compute.
          maxWorkers: 3,
          include: ['packages/*/test/**/*.test.ts'],
          setupFiles: ['scripts/test/property-seed.ts'],
          globalSetup: ['packages/collector/test/harness/postgres-server.ts'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // What a moment takes may take long on a busy machine.
          expect: { poll: { timeout: 30_000 } },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['packages/collector/test/harness/postgres-server.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 180_000,
          // A page on a busy machine may take long for what takes it a moment.
          expect: { poll: { timeout: 30_000 } },
          // Each file has a browser and a collector of its own; they wait for each other more than they compute.
          maxWorkers: 2,
        },
      },
    ],
  },
});
