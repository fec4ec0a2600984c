import { clearInterval, setInterval } from 'node:timers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runLikeness, runLikenessJson } from './harness/command-line.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

let service: TestService;
beforeAll(async () => {
  service = await createTestService();
});
afterAll(() => service.drop());

const commandLine = () => ({ databaseUrl: service.database.url });

it('runs a job here while no collector holds them, and lists what that came to', async () => {
  const run = await runLikenessJson(['jobs', 'run', 'social-graph'], commandLine());
  expect(run).toMatchObject({ name: 'social-graph', runs: 1, failures: 0, rows: 0 });
  const { out } = await runLikeness(['jobs', 'list'], commandLine());
  expect(out).toMatch(/^social-graph +20\d\d-.+ ms +0 +1 +0$/m);
  expect(out).toMatch(/^buyer-scores +never/m);
});

it('asks the collector that holds the jobs, and waits until it is done', async () => {
  await service.scheduler.tick();
  const before = await runLikenessJson(['jobs', 'run', 'price-levels'], withCollector());
  const after = await runLikenessJson(['jobs', 'run', 'price-levels'], withCollector());
  expect(Number(after.runs)).toBeGreaterThan(Number(before.runs));
});

it('names the jobs when it is asked for one that there is not', async () => {
  const { code, err } = await runLikeness(['jobs', 'run', 'no-such-job'], commandLine());
  expect(code).toBe(2);
  expect(err).toContain('buyer-scores');
});

let ticking: NodeJS.Timeout | undefined;
afterAll(() => clearInterval(ticking));

/** From now on the collector of this test looks for due jobs, as it would by itself. */
function withCollector(): ReturnType<typeof commandLine> {
  ticking ??= setInterval(() => void service.scheduler.tick(), 50);
  return commandLine();
}
