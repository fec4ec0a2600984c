import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { env } from 'node:process';
import type { ServerAccount } from './server-account.ts';

/** What a finished command left behind. */
export interface CommandOutcome {
  /** Exit code; 1 when it could not be started or was killed. */
  readonly code: number;
  /** Standard output and standard error, interleaved. */
  readonly output: string;
}

/** Where `useradd` is; a root shell made by `su` does not look there. */
const SYSTEM_PATH = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'].join(delimiter);

/**
 * Runs a command to its end, as `account` when given. It never throws for a command that fails or is absent.
 *
 * - It gets a process group of its own, so that a Ctrl-C in the terminal reaches us and not the database.
 * - It gets a bare environment: a `PGPORT` or `PGDATA` of the caller must not steer our server.
 */
export function runCommand(
  file: string,
  args: readonly string[],
  options: { readonly account: ServerAccount | undefined; readonly cwd: string },
): Promise<CommandOutcome> {
  const { account, cwd } = options;
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: `${env.PATH ?? ''}${delimiter}${SYSTEM_PATH}`,
        TMPDIR: env.TMPDIR,
        SystemRoot: env.SystemRoot,
        LC_ALL: 'C',
      },
      ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => resolve({ code: 1, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
