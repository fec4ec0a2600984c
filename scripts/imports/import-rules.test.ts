import { describe, expect, it } from 'vitest';
import { checkImport } from './import-rules.ts';

const check = (file: string, specifier: string, kind: 'value' | 'type' = 'value') =>
  checkImport(file, { specifier, line: 3, kind });

describe('checkImport', () => {
  it.each([
    ['packages/core/src/a.ts', './b.ts'],
    ['packages/core/src/a.test.ts', 'vitest'],
    ['packages/sdk/src/tracker.ts', '@likeness/core'],
    ['packages/sdk/src/tracker.ts', './outbox/outbox.ts'],
    ['packages/sdk/src/outbox/indexed-db-outbox.ts', 'idb'],
    ['packages/sdk/src/capture/web-vitals.ts', 'web-vitals/attribution'],
    ['packages/sdk/src/capture/click.ts', '../options.ts'],
    ['packages/collector/src/app.ts', 'hono/cors'],
    ['packages/collector/src/ingest/batch-route.ts', 'hono'],
    ['packages/collector/src/ingest/batch-route.ts', '../apply/group-commit.ts'],
    ['packages/collector/src/store/schema/events.ts', 'drizzle-orm/pg-core'],
    ['packages/collector/src/apply/apply-batch.ts', '../store/connect.ts'],
    ['packages/collector/src/cli/import.ts', '../apply/apply-batch.ts'],
    ['packages/collector/src/apply/lanes.ts', 'node:crypto'],
    ['packages/collector/test/apply.test.ts', 'drizzle-orm'],
    ['e2e/browser/shop.test.ts', '@likeness/collector'],
    ['scripts/bench.ts', '../packages/core/src/index.ts'],
  ])('lets %s import %s', (file, specifier) => {
    expect(check(file, specifier)).toBeUndefined();
  });

  it.each([
    ['packages/core/src/a.ts', 'node:crypto', 'nothing but its own files'],
    ['packages/core/src/a.ts', 'lodash', 'nothing but its own files'],
    ['packages/core/src/a.ts', '@likeness/sdk', 'nothing but its own files'],
    ['packages/sdk/src/tracker.ts', 'node:fs', 'packages/sdk imports @likeness/core, idb, web-vitals'],
    ['packages/sdk/src/tracker.ts', '../../core/src/index.ts', 'another package'],
    ['packages/sdk/src/tracker.ts', '@likeness/collector', 'nobody imports the collector'],
    ['packages/core/src/a.test.ts', '@likeness/collector', 'nobody imports the collector'],
    ['scripts/bench.ts', '../packages/collector/src/app.ts', 'nobody imports the collector'],
    ['e2e/browser/shop.test.ts', '../../packages/collector/src/app.ts', 'nobody imports the collector'],
    ['e2e/browser/shop.test.ts', '../../packages/core/src/index.ts', 'another package'],
    ['packages/sdk/src/tracker.ts', 'idb', 'idb stays in outbox/'],
    ['packages/sdk/src/capture/click.ts', 'web-vitals', 'web-vitals stays in capture/web-vitals.ts'],
    [
      'packages/sdk/src/capture/click.ts',
      '../outbox/outbox.ts',
      'stage capture does not import stage outbox',
    ],
    ['packages/collector/src/ingest/quarantine.ts', 'hono', 'hono stays in'],
    ['packages/collector/src/jobs/partitions.ts', 'postgres', 'postgres stays in store/, apply/'],
    ['packages/collector/src/learn/train.ts', 'drizzle-orm', 'drizzle-orm stays in store/, apply/'],
    [
      'packages/collector/src/ingest/correct-clock.ts',
      '../apply/lanes.ts',
      'stage ingest does not import stage apply',
    ],
    [
      'packages/collector/src/store/connect.ts',
      '../apply/lanes.ts',
      'stage store does not import stage apply',
    ],
    ['packages/collector/src/app.ts', '@likeness/sdk', 'packages/collector imports'],
  ])('forbids %s to import %s', (file, specifier, rule) => {
    const violation = check(file, specifier);
    expect(violation).toMatchObject({ file, line: 3 });
    expect(violation?.rule).toContain(rule);
    expect(violation?.remedy).not.toBe('');
  });

  it("lets a stage name another's types, which are gone at run time", () => {
    expect(check('packages/sdk/src/capture/click.ts', '../outbox/outbox.ts', 'type')).toBeUndefined();
  });
});
