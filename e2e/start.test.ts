import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLikeness } from './harness/start-likeness.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'likeness-start-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true, maxRetries: 10 }));

const start = () => startLikeness(['--data-dir', dataDir], { DATABASE_URL: '' });
const track = async (collector: string, writeKey: string, messageId: string) => {
  const timestamp = new Date().toISOString();
  const event = { type: 'track', event: 'Visited', anonymousId: 'visitor', messageId, timestamp };
  const answer = await fetch(`${collector}/v1/batch`, {
    method: 'POST',
    body: JSON.stringify({ writeKey, batch: [event] }),
  });
  expect(answer.status).toBe(200);
};

it('starts on nothing, stops clean, survives a kill, and goes on with the same data', {
  timeout: 300_000,
}, async () => {
  const first = await start();
  expect(first.secretKey).toMatch(/^sk_/);
  expect(first.script).toBe(
    `<script async src="${first.collector}/likeness.js" data-write-key="${first.writeKey}"></script>`,
  );
  for (const path of ['/shop', '/dashboard', '/likeness.js', '/healthz', '/readyz', '/metrics']) {
    expect([path, (await fetch(first.collector + path)).status]).toEqual([path, 200]);
  }
  await track(first.collector, first.writeKey, 'm1');
  expect(await first.stop()).toBe(0);
  // Postgres was stopped too: nothing listens where it was.
  const stopped = postgres(first.database, { connect_timeout: 2, max: 1 });
  await expect(stopped`SELECT 1`).rejects.toThrow(/ECONNREFUSED/);
  await stopped.end();

  const second = await start();
  expect(second.writeKey).toBe(first.writeKey);
  expect(second.secretKey).toBeNull();
  await track(second.collector, second.writeKey, 'm2');
  await second.kill();

  const third = await start();
  await track(third.collector, third.writeKey, 'm3');
  const answer = await fetch(`${third.collector}/v1/profiles/visitor`, {
    headers: { authorization: `Bearer ${first.secretKey}` },
  });
  expect(await answer.json()).toMatchObject({ events: 3 });
  expect(await third.stop()).toBe(0);
});

it('names who has the port when it is taken', async () => {
  const owner = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => owner.once('listening', resolve));
  const address = owner.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(
    startLikeness(['--data-dir', dataDir, '--port', String(port)], { DATABASE_URL: '' }),
  ).rejects.toThrow(new RegExp(`Port ${port} is taken by .*\\(pid ${process.pid}\\).*--port 0`));
  await new Promise((resolve) => owner.close(resolve));
});
