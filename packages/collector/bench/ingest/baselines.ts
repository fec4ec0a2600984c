import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type postgres from 'postgres';
import { runClosedLoop } from './closed-loop.ts';
import { cpuMicros } from './process-cpu.ts';

interface SentEvent {
  readonly messageId: string;
  readonly anonymousId: string;
  readonly timestamp: string;
  readonly type: string;
  readonly event?: string;
  readonly properties: unknown;
  readonly context: unknown;
}

/**
 * The limit that Postgres sets: plain rows (uuid, ids, texts, jsonb) by one `COPY` into a table with a unique id and an
 * (anonymous id, time) index. Answers events per second.
 */
export async function measureCopy(sql: postgres.Sql, bodies: readonly string[]): Promise<number> {
  await sql`DROP TABLE IF EXISTS copied`;
  await sql`
    CREATE TABLE copied (
      id uuid PRIMARY KEY, anonymous_id text NOT NULL, type text NOT NULL, name text, occurred_at timestamptz NOT NULL,
      received_at timestamptz NOT NULL, properties jsonb, context jsonb
    )`;
  await sql`CREATE INDEX ON copied (anonymous_id, occurred_at)`;
  const receivedAt = new Date().toISOString();
  const chunks: string[] = [];
  let events = 0;
  for (const body of bodies) {
    // Bodies are our own.
    const { batch } = JSON.parse(body) as { readonly batch: readonly SentEvent[] };
    events += batch.length;
    chunks.push(batch.map((event) => copyLine(event, receivedAt)).join(''));
  }
  // One block of text per 64 kB, so that the client's cost a write does not count.
  const text = chunks.join('');
  const blocks: Buffer[] = [];
  const all = Buffer.from(text);
  for (let at = 0; at < all.length; at += 65_536) blocks.push(all.subarray(at, at + 65_536));
  const startedAt = performance.now();
  await pipeline(Readable.from(blocks), await sql`COPY copied FROM stdin`.writable());
  const seconds = (performance.now() - startedAt) / 1_000;
  const [row] = await sql<{ count: number }[]>`SELECT count(*)::int AS count FROM copied`;
  if (row?.count !== events) throw new Error(`COPY stored ${row?.count} of ${events} events`);
  await sql`DROP TABLE copied`;
  return events / seconds;
}

/** `INSERT … SELECT unnest() … ON CONFLICT` of the same rows, without profiles. Answers events per second. */
export async function measureUnnest(sql: postgres.Sql, bodies: readonly string[]): Promise<number> {
  await sql`DROP TABLE IF EXISTS unnested`;
  await sql`
    CREATE TABLE unnested (
      id uuid PRIMARY KEY, anonymous_id text NOT NULL, type text NOT NULL, name text, occurred_at timestamptz NOT NULL,
      properties jsonb, context jsonb
    )`;
  await sql`CREATE INDEX ON unnested (anonymous_id, occurred_at)`;
  const batches = bodies.map((body) => (JSON.parse(body) as { readonly batch: readonly SentEvent[] }).batch);
  const events = batches.reduce((sum, batch) => sum + batch.length, 0);
  const startedAt = performance.now();
  for (let at = 0; at < batches.length; at += 10) {
    const group = batches.slice(at, at + 10).flat();
    await sql`
      INSERT INTO unnested
      SELECT id, anonymous_id, type, name, occurred_at, properties::jsonb, context::jsonb
      FROM unnest(
        ${group.map((e) => e.messageId)}::uuid[], ${group.map((e) => e.anonymousId)}::text[],
        ${group.map((e) => e.type)}::text[], ${group.map((e) => e.event ?? null)}::text[],
        ${group.map((e) => e.timestamp)}::timestamptz[], ${group.map((e) => JSON.stringify(e.properties))}::text[],
        ${group.map((e) => JSON.stringify(e.context))}::text[]
      ) AS u (id, anonymous_id, type, name, occurred_at, properties, context)
      ON CONFLICT (id) DO NOTHING`;
  }
  const rate = events / ((performance.now() - startedAt) / 1_000);
  await sql`DROP TABLE unnested`;
  return rate;
}

/** The limit that HTTP sets: a bare Hono server in a process of its own that parses the JSON and answers 204. CPU is its own. */
export async function measureBareHttp(
  bodies: readonly string[],
  connections: number,
  seconds: number,
): Promise<{ readonly requestsPerSecond: number; readonly cpuMicrosPerRequest: number }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare-server.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [first] = await once(child.stdout, 'data');
  const pid = child.pid ?? 0;
  const before = cpuMicros(pid);
  let next = 0;
  try {
    const result = await runClosedLoop({
      url: `http://127.0.0.1:${Number(String(first))}/`,
      connections,
      seconds,
      nextBody: () => bodies[next++ % bodies.length] ?? '',
    });
    return {
      requestsPerSecond: result.requests / result.seconds,
      cpuMicrosPerRequest: (cpuMicros(pid) - before) / result.requests,
    };
  } finally {
    child.kill();
  }
}

function copyLine(event: SentEvent, receivedAt: string): string {
  const fields = [
    event.messageId,
    event.anonymousId,
    event.type,
    event.event ?? null,
    event.timestamp,
    receivedAt,
    JSON.stringify(event.properties),
    JSON.stringify(event.context),
  ];
  return `${fields.map((field) => (field === null ? '\\N' : field.replaceAll('\\', '\\\\'))).join('\t')}\n`;
}
