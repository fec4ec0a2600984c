import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { killHard, runLikenessJson, spawnLikeness } from './harness/command-line.ts';
import { createTestDatabase, type TestDatabase } from './harness/test-database.ts';

const batches = 60;
const batchSize = 40;
const senders = 6;
const devices = 30;
/** The collector is killed when so many batches were answered. */
const killsAt = [12, 26, 40];

let database: TestDatabase;
let sql: postgres.Sql;
let child: ChildProcess | undefined;
beforeAll(async () => {
  database = await createTestDatabase();
  sql = postgres(database.url, { max: 2, onnotice: () => undefined });
});
afterAll(async () => {
  if (child !== undefined) await killHard(child);
  await sql.end({ timeout: 5 });
  await database.drop();
});

interface Running {
  readonly collector: string;
  readonly writeKey: string;
}

/** Starts a collector as a process of its own and waits until it is ready. */
async function start(): Promise<Running> {
  const started = spawnLikeness(['serve', '--port', '0', '--json'], database.url);
  child = started;
  for await (const line of createInterface({ input: started.stdout })) {
    // The ready line of `serve --json`.
    return JSON.parse(line) as Running;
  }
  throw new Error('the collector ended before it was ready');
}

/** Views, searches and, now and then, a log-in, so that profiles merge in the middle of it. */
function eventOf(number: number): object {
  const device = number % devices;
  const common = {
    messageId: `burst-${number}`,
    anonymousId: `device-${device}`,
    timestamp: new Date(Date.UTC(2026, 4, 1) + number * 1_000).toISOString(),
    context: { sessionId: `session-${device}-${Math.floor(number / 900)}` },
  };
  if (number % 97 === 96)
    return { ...common, type: 'identify', userId: `user-${device % 20}`, traits: { seen: number } };
  if (number % 5 === 4)
    return {
      ...common,
      type: 'track',
      event: 'Products Searched',
      properties: { query: `cup ${number % 7}` },
    };
  const properties = {
    category: `Home/Kitchen/${number % 9}`,
    brand: `brand ${number % 4}`,
    price: number % 90,
  };
  return { ...common, type: 'track', event: 'Product Viewed', properties };
}

it('loses and doubles nothing when it is killed in the middle of a burst', { timeout: 240_000 }, async () => {
  let running = start();
  let answered = 0;
  let brokenAttempts = 0;
  let restarts = 0;

  async function killAndRestart(): Promise<void> {
    const killed = child;
    if (killed === undefined) throw new Error('no collector runs');
    restarts++;
    // Senders whose requests break wait for the next collector before they try again.
    running = killHard(killed).then(start);
    await running;
  }

  async function send(batch: number): Promise<void> {
    const events = Array.from({ length: batchSize }, (_, i) => eventOf(batch * batchSize + i));
    for (;;) {
      const { collector, writeKey } = await running;
      try {
        const response = await fetch(`${collector}/v1/batch`, {
          method: 'POST',
          body: JSON.stringify({ writeKey, batch: events }),
        });
        expect(response.status).toBe(200);
        const answer = await response.json();
        expect(answer).toMatchObject({ quarantined: 0 });
        return;
      } catch (error) {
        // Only a connection that broke is tried again.
        if (!(error instanceof TypeError)) throw error;
        brokenAttempts++;
      }
    }
  }

  let next = 0;
  await Promise.all(
    Array.from({ length: senders }, async () => {
      while (next < batches) {
        const batch = next++;
        await send(batch);
        answered++;
        if (killsAt.includes(answered)) await killAndRestart();
      }
    }),
  );

  expect(restarts).toBe(killsAt.length);
  expect(brokenAttempts).toBeGreaterThan(0);
  const [stored] = await sql`
    SELECT count(*)::int AS events, count(DISTINCT event_id)::int AS different FROM likeness.events`;
  expect(stored).toEqual({ events: batches * batchSize, different: batches * batchSize });
  const [folded] = await sql`
    SELECT sum(events)::int AS events, count(*) FILTER (WHERE merged_into IS NOT NULL)::int AS merged
    FROM likeness.profiles`;
  expect(folded?.events).toBe(batches * batchSize);
  expect(folded?.merged).toBeGreaterThan(0);
  const [sessions] = await sql`SELECT sum(events)::int AS events FROM likeness.session_rows`;
  expect(sessions?.events).toBe(batches * batchSize);
  const refold = await runLikenessJson(['refold', '--check'], { databaseUrl: database.url });
  expect(refold).toMatchObject({ events: batches * batchSize, different: 0 });
});
