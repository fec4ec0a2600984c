import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kill, pid } from 'node:process';
import { afterEach, expect, it } from 'vitest';
import { listen } from '../src/cli/listen.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/store/embedded-postgres.ts';
import { createCuttingProxy } from './faults/cutting-proxy.ts';
import { expectExactlyOnce } from './faults/expect-exactly-once.ts';
import { eventOf, sendLoad } from './faults/fault-load.ts';
import { serveLikeness } from './faults/serve-likeness.ts';
import { createTestDatabase } from './harness/test-database.ts';
import { createTestService } from './harness/test-service.ts';

// Each test ends with: every accepted event once, every profile equal to the fold of its events.
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const load = { batches: 60, batchSize: 20, senders: 6 };
const events = load.batches * load.batchSize;

/** Numbers in a fixed disorder: the same in every run. */
function shuffled(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i).sort((a, b) => rank(a) - rank(b));
}
function rank(number: number): number {
  return Math.imul(number + 1, 2_654_435_761) >>> 0;
}

it('keeps every event once when Postgres is killed under load', { timeout: 240_000 }, async () => {
  const dataDir = join(tmpdir(), `likeness-faults-${pid}`);
  const start = () => startEmbeddedPostgres({ dataDir, settings: { shared_buffers: '64MB' } });
  let server: EmbeddedPostgres = await start();
  cleanups.push(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  const { url } = server;
  const running = await serveLikeness(url);
  cleanups.push(running.stop);
  let kills = 0;
  const seen = await sendLoad({
    ...load,
    writeKey: await running.writeKey(),
    url: running.url,
    onAnswered: async (answered) => {
      if (answered !== 15 && answered !== 35) return;
      kills++;
      // What `pg_ctl stop -m immediate` sends: no checkpoint, every connection dropped.
      kill(server.pid, 'SIGQUIT');
      server = await start();
      expect(server.url).toBe(url);
    },
  });
  expect(kills).toBe(2);
  expect(running.starts()).toBe(1);
  expect(seen.refused).toBeGreaterThan(0);
  await expectExactlyOnce(url, events);
});

it('keeps every event once when connections to it are cut at random bytes', {
  timeout: 120_000,
}, async () => {
  const service = await createTestService();
  cleanups.push(service.drop);
  const server = await listen(service.app, { port: 0, host: '127.0.0.1' }, service.takeBatch);
  cleanups.push(server.stop);
  let cut = 0;
  // A request of this load is about 6 kB: some are cut within it, some within the answer, some later.
  const proxy = await createCuttingProxy(server.port, () => rank(cut++) % 20_000);
  cleanups.push(proxy.stop);
  const seen = await sendLoad({
    ...load,
    writeKey: service.writeKey,
    url: () => `http://127.0.0.1:${proxy.port}`,
  });
  expect(seen.broken).toBeGreaterThan(5);
  await expectExactlyOnce(service.database.url, events);
});

it('keeps every event once when its connections to Postgres are cut at random bytes', {
  timeout: 180_000,
}, async () => {
  const database = await createTestDatabase();
  cleanups.push(database.drop);
  const url = new URL(database.url);
  let cut = 0;
  // The first connections make the schema, which is not under test.
  const proxy = await createCuttingProxy(Number(url.port), () =>
    cut++ < 12 ? 10_000_000 : 20_000 + (rank(cut) % 200_000),
  );
  cleanups.push(proxy.stop);
  url.port = String(proxy.port);
  const running = await serveLikeness(url.href);
  cleanups.push(running.stop);
  const seen = await sendLoad({
    ...load,
    batches: 40,
    writeKey: await running.writeKey(),
    url: running.url,
    onAnswered: async (answered) => {
      if (answered === 10) await proxy.cutAll();
      if (answered === 25) proxy.heal();
    },
  });
  expect(proxy.cuts()).toBeGreaterThan(3);
  // Requests fail while it is so; the process lives.
  expect(running.starts()).toBe(1);
  expect(seen.accepted + seen.duplicate).toBe(800);
  await expectExactlyOnce(database.url, 800);
});

it('keeps every event once when each batch comes five times at once, to two processes', {
  timeout: 120_000,
}, async () => {
  const database = await createTestDatabase();
  cleanups.push(database.drop);
  const collectors = [await serveLikeness(database.url), await serveLikeness(database.url)];
  for (const { stop } of collectors) cleanups.push(stop);
  const seen = await sendLoad({
    ...load,
    batches: 30,
    copies: 5,
    writeKey: (await collectors[0]?.writeKey()) ?? '',
    url: async (_, copy) => (await collectors[copy % 2]?.url()) ?? '',
  });
  expect(seen.accepted).toBe(600);
  expect(seen.accepted + seen.duplicate + seen.refused * load.batchSize).toBeGreaterThanOrEqual(3_000);
  await expectExactlyOnce(database.url, 600);
});

it('folds events that come out of order, and two days late, as if they came in order', {
  timeout: 120_000,
}, async () => {
  const service = await createTestService();
  cleanups.push(service.drop);
  const server = await listen(service.app, { port: 0, host: '127.0.0.1' }, service.takeBatch);
  cleanups.push(server.stop);
  const newestAt = Date.now() - 60_000;
  const lateMs = 48 * 3_600_000;
  await sendLoad({
    ...load,
    writeKey: service.writeKey,
    url: () => `http://127.0.0.1:${server.port}`,
    order: shuffled(load.batches),
    // Neighbours in a batch lie up to two days apart as well.
    eventOf: (number) => ({
      ...eventOf(rank(number) % 2 === 0 ? number : events - 1 - number),
      messageId: `late-${number}`,
      timestamp: new Date(newestAt - Math.floor((rank(number) / 2 ** 32) * lateMs)).toISOString(),
    }),
  });
  await expectExactlyOnce(service.database.url, events);
});
