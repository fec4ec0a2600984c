import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setImmediate as nextTurn } from 'node:timers/promises';
import postgres from 'postgres';
import { describe, expect, it, vi } from 'vitest';
import { startEmbeddedPostgres } from '../src/store/embedded-postgres.ts';
import { heldServer, kill, nextLine, query, useServerFixture } from './embedded-postgres/server-fixture.ts';

const { dataDir, start, hold } = useServerFixture();

describe('a start', () => {
  it('serves a durable UTF-8 database named likeness on the loopback address only', async () => {
    const server = await start({ port: 0 });
    expect(server.url).toMatch(/^postgres:\/\/likeness:[\w-]{32}@127\.0\.0\.1:\d+\/likeness$/);
    const [settings] = await query(
      server,
      `SELECT current_setting('server_encoding') AS encoding, current_setting('data_checksums') AS checksums,
              current_setting('listen_addresses') AS addresses, current_setting('fsync') AS fsync,
              current_setting('synchronous_commit') AS synchronous_commit, current_setting('shared_buffers') AS buffers,
              current_setting('max_wal_size') AS max_wal, current_setting('TimeZone') AS timezone, current_user AS "user"`,
    );
    expect(settings).toEqual({
      encoding: 'UTF8',
      checksums: 'on',
      addresses: '127.0.0.1',
      fsync: 'on',
      synchronous_commit: 'on',
      buffers: '256MB',
      max_wal: '4GB',
      timezone: 'UTC',
      user: 'likeness',
    });
  });

  it('keeps the password to the user that runs it, and refuses a wrong one', async () => {
    const server = await start({ port: 0 });
    expect((await stat(join(server.dir, 'password'))).mode & 0o777).toBe(0o600);
    const wrong = new URL(server.url);
    wrong.password = 'wrong';
    await expect(query({ url: wrong.href }, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('can be reached through its unix socket', async () => {
    const server = await start({ port: 0 });
    const { port, password } = new URL(server.url);
    const path = `${server.socketDir}/.s.PGSQL.${port}`;
    const sql = postgres({ path, user: 'likeness', password, database: 'likeness', max: 1 });
    expect(await sql`SELECT inet_server_addr() AS address`).toEqual([{ address: null }]);
    await sql.end();
  });

  it('continues with the same data on the same port after a stop', async () => {
    const first = await start({ port: 0 });
    await query(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    await expect(query(first, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });

    const second = await start();
    expect(second.url).toBe(first.url);
    expect(second.adopted).toBe(false);
    expect(await query(second, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('takes a free port when the wanted one is taken', async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
    const address = squatter.address();
    // A TCP server's address is an object (node:net).
    const { port } = address as { port: number };
    const server = await start({ port });
    expect(new URL(server.url).port).not.toBe(String(port));
    await new Promise((resolve) => squatter.close(resolve));
  });

  it('works in a directory with spaces, commas and quotes in its name', async () => {
    const server = await start({ dataDir: join(dataDir(), "it's here, really"), port: 0 });
    expect(await query(server, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
    expect(server.socketDir).toBe(server.dir);
  });

  it('puts the socket elsewhere when the data directory has a path too long for one', async () => {
    const deep = join(
      dataDir(),
      'a-directory-with-a-rather-long-name/and-another-one-below-it/that-fills-the-path',
    );
    const server = await start({ dataDir: deep, port: 0 });
    expect(server.socketDir).toContain(`${tmpdir()}/likeness-`);
    await server.stop();
    await rm(String(server.socketDir), { recursive: true });
  });
});

describe('processes that share a data directory', () => {
  it('share one server, which the last of them stops', async () => {
    const [one, other] = await Promise.all([start({ port: 0 }), start({ port: 0 })]);
    expect(other.pid).toBe(one.pid);
    expect([one, other].filter((server) => server.adopted)).toHaveLength(1);
    await one.stop();
    expect(await query(other, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
    await other.stop();
    await expect(query(other, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('do not take it from each other across process borders', async () => {
    const holder = hold();
    const held = await heldServer(holder);
    const own = await start();
    expect(own).toMatchObject({ pid: held.pid, adopted: true });
    await own.stop();
    expect(await query(held, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
  });
});

describe('Ctrl-C', () => {
  it('reaches our process and not the server, which is still there to drain into', async () => {
    const holder = hold();
    const held = await heldServer(holder);
    // The whole process group, as a terminal does it.
    process.kill(-Number(holder.child.pid), 'SIGINT');
    expect(await nextLine(holder)).toBe('stopped');
    await holder.exited;
    await expect(query(held, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('a killed process', () => {
  it('leaves a server that the next start adopts and stops', async () => {
    const holder = hold();
    const held = await heldServer(holder);
    await query(held, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await kill(holder);

    const next = await start();
    expect(next).toMatchObject({ adopted: true, pid: held.pid, url: held.url, socketDir: held.socketDir });
    expect(await query(next, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await next.stop();
    await expect(query(next, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('leaves nothing that blocks the next start when it dies while the database is being made', async () => {
    const holder = hold();
    await vi.waitUntil(async () => (await makingOfCluster(dataDir())) === 'under way', {
      timeout: 60_000,
      interval: 1,
    });
    await kill(holder);
    const next = await start({ port: 0 });
    expect(await query(next, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
    expect((await readdir(next.dir)).filter((name) => name.endsWith('.draft'))).toEqual([]);
  });
});

describe('a crash', () => {
  it('of the server is recovered from, with all that was committed', async () => {
    const first = await start({ port: 0 });
    await query(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(first.pid, 'SIGKILL');
    while (await answers(first)) await nextTurn();

    const second = await start();
    expect(second.pid).not.toBe(first.pid);
    expect(await query(second, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it.each([
    ['nobody has any more', 99_999_999],
    ['another program has now', process.pid],
  ])('of the machine leaves a file with a process id that %s, which blocks nothing', async (_, stalePid) => {
    const first = await start({ port: 0 });
    const file = join(first.dir, 'cluster', 'postmaster.pid');
    const text = await readFile(file, 'utf8');
    await first.stop();
    await writeFile(file, text.replace(/^\d+/, String(stalePid)));
    await writeFile(join(first.dir, `.s.PGSQL.${new URL(first.url).port}.lock`), `${stalePid}\n`);
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await query(second, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
  });
});

describe('a data directory that does not fit', () => {
  it('of another major version is refused with the way out', async () => {
    const first = await start({ port: 0 });
    await first.stop();
    const versionFile = join(first.dir, 'cluster', 'PG_VERSION');
    const version = await readFile(versionFile, 'utf8');
    await writeFile(versionFile, '9\n');
    await expect(startEmbeddedPostgres({ dataDir: dataDir() })).rejects.toThrow(
      /made by Postgres 9.*pg_dump/,
    );
    await writeFile(versionFile, version);
  });
});

async function makingOfCluster(dir: string): Promise<'under way' | 'not yet'> {
  try {
    const names = await readdir(join(dir, 'postgres'));
    const draft = names.find((name) => name.endsWith('.draft') && name.startsWith('cluster-'));
    if (draft === undefined) return 'not yet';
    return (await readdir(join(dir, 'postgres', draft))).includes('base') ? 'under way' : 'not yet';
  } catch {
    // The directory is not there yet.
    return 'not yet';
  }
}

async function answers(server: { url: string }): Promise<boolean> {
  try {
    await query(server, 'SELECT 1');
    return true;
  } catch {
    // Which is what the caller waits for.
    return false;
  }
}
