import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, chown, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { platform, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  copyPostgresBinaries,
  findPostgresBinaries,
} from '../src/store/embedded-postgres/postgres-binaries.ts';
import { prepareServerHome } from '../src/store/embedded-postgres/server-home.ts';
import {
  HOLD_SERVER,
  heldServer,
  nextLine,
  query,
  useServerFixture,
} from './embedded-postgres/server-fixture.ts';

const { dataDir, start, hold } = useServerFixture();

/** An ordinary user who exists for one test. */
const ORDINARY = 'likeness-test';

// An ordinary user proves by the other tests that it works for one.
describe.runIf(platform() === 'linux' && userInfo().uid === 0)('as root', () => {
  afterEach(() => {
    spawnSync('/usr/sbin/userdel', [ORDINARY]);
  });

  it('runs the server as an unprivileged user', async () => {
    const server = await start({ port: 0 });
    expect((await stat(join(server.dir, 'cluster'))).uid).not.toBe(0);
    expect((await stat(`/proc/${server.pid}`)).uid).not.toBe(0);
  });

  it('moves what that user cannot reach, says so, and finds it again', async () => {
    await chmod(dataDir(), 0o700);
    const said: string[] = [];
    const first = await start({ port: 0, log: (message) => said.push(message) });
    try {
      expect(first.dir).toMatch(/^\/var\/lib\/likeness\/[0-9a-f]{12}$/);
      expect(said).toContainEqual(expect.stringContaining(first.dir));
      expect(await readFile(join(dataDir(), 'postgres-moved-to.txt'), 'utf8')).toContain(first.dir);
      await query(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
      await first.stop();
      const second = await start();
      expect(second.dir).toBe(first.dir);
      expect(await query(second, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
      await second.stop();
    } finally {
      // afterEach starts on an empty directory again, in place.
      await chmod(dataDir(), 0o755);
      await rm(join(dataDir(), 'postgres-moved-to.txt'));
      await rm(first.dir, { recursive: true });
    }
  });

  it('copies the binaries to where that user can run them', async () => {
    const closed = join(dataDir(), 'closed');
    await mkdir(closed, { mode: 0o700 });
    const found = await findPostgresBinaries();
    const hidden = await copyPostgresBinaries({ ...found, version: 'test' }, closed);
    const home = await prepareServerHome(dataDir(), hidden, () => undefined);
    expect(home.binaries.dir).toBe('/var/lib/likeness/postgres-test');
    expect(
      execFileSync(home.binaries.initdb, ['--version'], { uid: home.account?.uid, encoding: 'utf8' }),
    ).toContain('initdb (PostgreSQL)');
    await rm(home.binaries.dir, { recursive: true });
  });

  it('leaves an ordinary user to run it alone, as that user', async ({ skip }) => {
    execFileSync('/usr/sbin/useradd', ['--system', '--no-create-home', '--shell', '/bin/false', ORDINARY]);
    const id = (flag: string) => Number(execFileSync('id', [flag, ORDINARY], { encoding: 'utf8' }));
    const user = { uid: id('-u'), gid: id('-g') };
    const { status } = spawnSync('test', ['-r', HOLD_SERVER], { ...user, cwd: '/' });
    skip(status !== 0, 'this checkout is in a directory that only root can enter');
    await chown(dataDir(), user.uid, user.gid);
    await chmod(dataDir(), 0o700);

    const holder = hold(user);
    const held = await heldServer(holder);
    expect(held.dir).toBe(join(dataDir(), 'postgres'));
    expect((await stat(`/proc/${held.pid}`)).uid).toBe(user.uid);
    expect(await query(held, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
    holder.child.kill('SIGTERM');
    expect(await nextLine(holder)).toBe('stopped');
  });
});
