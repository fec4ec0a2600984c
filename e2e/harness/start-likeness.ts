import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';

/** What `pnpm start --json` prints. */
export interface Ready {
  readonly collector: string;
  readonly demo: string;
  readonly dashboard: string;
  readonly script: string;
  readonly writeKey: string;
  readonly secretKey: string | null;
  readonly database: string;
}

/** The whole system as `pnpm start` runs it, in a process of its own. */
export interface RunningLikeness extends Ready {
  readonly process: ChildProcess;
  /** Asks it to stop and waits until it has; answers its exit code. */
  readonly stop: () => Promise<number | null>;
  /** Ends it as a crash would. */
  readonly kill: () => Promise<void>;
}

const root = dirname(dirname(import.meta.dirname));
const startScript = join(root, 'scripts', 'start.ts');
const mainFile = join(root, 'packages', 'collector', 'src', 'main.ts');

/** Runs one command of `likeness` to its end; answers its exit code and what it printed. */
export async function runLikeness(
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, [mainFile, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const [code] = await once(child, 'close');
  // 'close' passes the exit code, then the signal.
  return { code: code as number | null, output };
}

/** Starts the system and waits until it is ready. Throws with what it wrote to standard error when it ends before. */
export async function startLikeness(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<RunningLikeness> {
  const child = spawn(process.execPath, [startScript, '--json', '--port', '0', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const exited = once(child, 'exit').then(([code]) => code as number | null); // 'exit' passes code, then signal
  const firstLine = once(createInterface({ input: child.stdout }), 'line').then(([line]) => String(line));
  const line = await Promise.race([firstLine, exited.then(() => undefined)]);
  if (line === undefined) throw new Error(`pnpm start ended before it was ready:\n${errors}`);
  // The line is what the start script documents.
  const ready = JSON.parse(line) as Ready;
  return {
    ...ready,
    process: child,
    stop: async () => {
      child.kill('SIGTERM');
      return await exited;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
