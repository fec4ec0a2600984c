import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { runCommandLine } from '../../src/cli/run.ts';

/** What a command printed, and its exit code. */
export interface CommandOutcome {
  readonly code: number;
  /** Standard output. */
  readonly out: string;
  /** Standard error. */
  readonly err: string;
}

/** Runs one command of `likeness` in this process, on a database. */
export async function runLikeness(
  args: readonly string[],
  options: {
    readonly databaseUrl: string;
    /** Beside `DATABASE_URL`. */
    readonly env?: Readonly<Record<string, string>>;
    readonly stdin?: string;
    readonly isInteractive?: boolean;
    /** Asks the command to stop. */
    readonly signal?: AbortSignal;
  },
): Promise<CommandOutcome> {
  let out = '';
  let err = '';
  const code = await runCommandLine({
    args,
    env: { ...options.env, DATABASE_URL: options.databaseUrl },
    stdin: () => Readable.from([Buffer.from(options.stdin ?? '')]),
    print: (line) => {
      out += `${line}\n`;
    },
    report: (text) => {
      err += text;
    },
    isInteractive: options.isInteractive ?? false,
    log: pino({ level: 'fatal' }),
    signal: options.signal ?? new AbortController().signal,
    now: Date.now,
    random: Math.random,
  });
  return { code, out, err };
}

/** Runs a command with `--json` and answers what it printed. */
export async function runLikenessJson(
  args: readonly string[],
  options: Parameters<typeof runLikeness>[1],
): Promise<Readonly<Record<string, unknown>>> {
  const { out, err } = await runLikeness([...args, '--json'], options);
  if (out === '') throw new Error(`likeness ${args.join(' ')} printed nothing: ${err}`);
  // Every command prints one JSON object with --json.
  return JSON.parse(out) as Readonly<Record<string, unknown>>;
}

const mainPath = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Starts a command of `likeness` as a process of its own, on a database; standard error is this process's. */
export function spawnLikeness(
  args: readonly string[],
  databaseUrl: string,
): ChildProcess & { stdout: Readable } {
  const child = spawn(execPath, [mainPath, ...args], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return child;
}

/** Kills a process without giving it a chance to do anything, and waits until it is gone. */
export async function killHard(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
