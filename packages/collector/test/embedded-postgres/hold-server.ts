/**
 * A process that uses the embedded server, to be run and killed by embedded-postgres.test.ts: it prints what it got as
 * one JSON line, and on SIGINT or SIGTERM proves that the server is still there, stops it and prints `"stopped"`.
 */
import process from 'node:process';
import postgres from 'postgres';
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts';

const dataDir = process.argv[2];
if (dataDir === undefined) throw new Error('usage: hold-server.ts <data directory>');

const log: string[] = [];
const server = await startEmbeddedPostgres({ dataDir, log: (message) => log.push(message) });
const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);

const stop = async () => {
  const sql = postgres(server.url, { max: 1 });
  await sql`SELECT 1`;
  await sql.end();
  await server.stop();
  print('stopped');
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
setInterval(() => undefined, 60_000);
print({ ...server, log });
