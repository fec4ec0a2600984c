import { afterEach, expect, it } from 'vitest';
import { startBalancer } from './faults/balancer.ts';
import { expectExactlyOnce } from './faults/expect-exactly-once.ts';
import { sendLoad } from './faults/fault-load.ts';
import { supervise } from './faults/supervise.ts';
import { createTestDatabase } from './harness/test-database.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Ready {
  readonly collector: string;
  readonly writeKey: string;
}

it('misses no request when two processes behind a balancer are restarted one after the other', {
  timeout: 240_000,
}, async () => {
  const database = await createTestDatabase();
  cleanups.push(database.drop);
  const start = async () => {
    // As the docs advise: longer than a balancer needs to notice on a machine that is busy.
    const env = { DATABASE_URL: database.url, LIKENESS_DRAIN_MS: '5000' };
    const process = await supervise<Ready>(['serve'], env);
    cleanups.push(process.stop);
    return process;
  };
  const processes = [await start(), await start()];
  const balancer = await startBalancer(
    processes.map(
      ({ ready }) =>
        async () =>
          (await ready()).collector,
    ),
  );
  cleanups.push(balancer.stop);

  const [first, second] = processes;
  let restarting: Promise<unknown> | undefined;
  let isDone = false;
  let batches = 0;
  const batchSize = 5;
  // The load goes on until both were restarted and are ready again.
  const order = (function* () {
    while (!isDone) yield batches++;
  })();
  const { writeKey } = (await first?.ready()) ?? { writeKey: '' };
  const senders = Array.from({ length: 2 }, async () => {
    for (const batch of order) {
      const seen = await sendLoad({
        batches: 1,
        batchSize,
        senders: 1,
        order: [batch],
        writeKey,
        url: () => balancer.url,
      });
      expect(seen).toEqual({ accepted: batchSize, duplicate: 0, broken: 0, refused: 0 });
      restarting ??= restartBoth();
    }
  });
  async function restartBoth(): Promise<void> {
    for (const process of [first, second]) {
      await process?.restart();
      await process?.ready();
      // Only when the balancer sends to both again may the next one go.
      await expect.poll(balancer.ready, { timeout: 60_000 }).toBe(2);
    }
    isDone = true;
  }
  await Promise.all(senders);
  await restarting;
  expect(processes.map(({ starts }) => starts())).toEqual([2, 2]);
  expect(balancer.failures()).toBe(0);
  await expectExactlyOnce(database.url, batches * batchSize);
});
