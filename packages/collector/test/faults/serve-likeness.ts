import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { env, execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { killHard } from '../harness/command-line.ts';

/** A collector as a process of its own, started again whenever it ends, as systemd or a container engine does. */
export interface ServedLikeness {
  /** Where it listens: waits while it starts. */
  readonly url: () => Promise<string>;
  readonly writeKey: () => Promise<string>;
  /** Ends it without a chance to do anything; it is started again. */
  readonly kill: () => Promise<void>;
  readonly starts: () => number;
  readonly stop: () => Promise<void>;
}

interface Ready {
  readonly collector: string;
  readonly writeKey: string;
}

const mainPath = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const restartMs = 100;

/** Starts `likeness serve` and answers once it was ready for the first time. */
export async function serveLikeness(databaseUrl: string): Promise<ServedLikeness> {
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
      const started = spawn(execPath, [mainPath, 'serve', '--port', '0', '--json'], {
        env: { ...env, DATABASE_URL: databaseUrl, LIKENESS_LOG_LEVEL: 'silent' },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      child = started;
      const gone = once(started, 'exit');
      for await (const line of createInterface({ input: started.stdout })) {
        // The ready line of `serve --json` is its only one.
        resolve(JSON.parse(line) as Ready);
      }
      await gone;
      ready = new Promise<Ready>((done) => {
        resolve = done;
      });
      if (!isStopped) await delay(restartMs);
    }
  }

  const running = run();
  await ready;
  return {
    url: async () => (await ready).collector,
    writeKey: async () => (await ready).writeKey,
    kill: async () => {
      if (child !== undefined) await killHard(child);
    },
    starts: () => starts,
    stop: async () => {
      isStopped = true;
      if (child !== undefined) await killHard(child);
      await running;
    },
  };
}
