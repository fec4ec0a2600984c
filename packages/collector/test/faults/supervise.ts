import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { env, execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { killHard } from '../harness/command-line.ts';

/** A command of `likeness` as a process of its own, started again whenever it ends, as systemd or a container engine does. */
export interface Supervised<Ready> {
  /** What it printed when it was ready: waits while it starts. */
  readonly ready: () => Promise<Ready>;
  /** Ends it without a chance to do anything; it is started again. */
  readonly kill: () => Promise<void>;
  /** Asks it to stop and waits until it has; it is started again. */
  readonly restart: () => Promise<void>;
  /** Lets it stand still for so long, ms, as a machine does that is suspended. */
  readonly suspend: (ms: number) => Promise<void>;
  readonly starts: () => number;
  readonly stop: () => Promise<void>;
}

const mainPath = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
/** What Node compiled is kept for the next start, which so takes a third less. */
const compileCache = fileURLToPath(
  new URL('../../../../node_modules/.cache/likeness-compiled', import.meta.url),
);
const restartMs = 100;

/** Starts a command that prints one JSON line once it is ready, and answers when it was for the first time. */
export async function supervise<Ready>(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Supervised<Ready>> {
  let isStopped = false;
  let starts = 0;
  let child: ChildProcess | undefined;
  let resolve: (ready: Ready) => void;
  let ready = new Promise<Ready>((done) => {
    resolve = done;
  });

  async function run(): Promise<void> {
    while (!isStopped) {
      starts++;
      const started = spawn(execPath, [mainPath, ...args, '--port', '0', '--json'], {
        env: { ...env, NODE_COMPILE_CACHE: compileCache, LIKENESS_LOG_LEVEL: 'silent', ...environment },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      child = started;
      const resolveThis = resolve;
      let wasReady = false;
      // Whoever waits for its exit finds the next start to wait for; one that was never ready is waited for further on.
      started.once('exit', () => {
        if (!wasReady) return;
        ready = new Promise<Ready>((done) => {
          resolve = done;
        });
      });
      const gone = once(started, 'exit');
      for await (const line of createInterface({ input: started.stdout })) {
        // The ready line is its only one.
        wasReady = true;
        resolveThis(JSON.parse(line) as Ready);
      }
      await gone;
      if (!isStopped) await delay(restartMs);
    }
  }

  const running = run();
  await ready;
  return {
    ready: async () => await ready,
    kill: async () => {
      if (child !== undefined) await killHard(child);
    },
    restart: async () => {
      const asked = child;
      if (asked === undefined) return;
      const gone = once(asked, 'exit');
      asked.kill('SIGTERM');
      await gone;
    },
    suspend: async (ms) => {
      const suspended = child;
      suspended?.kill('SIGSTOP');
      await delay(ms);
      suspended?.kill('SIGCONT');
    },
    starts: () => starts,
    stop: async () => {
      isStopped = true;
      if (child !== undefined) await killHard(child);
      await running;
    },
  };
}
