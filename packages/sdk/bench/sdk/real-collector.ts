import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';

/** The real collector with its own Postgres, in a process that can be killed. */
export interface RealCollector {
  readonly origin: string;
  readonly writeKey: string;
  /** How often an event was counted in the profile of a visitor. */
  count(anonymousId: string, event: string): Promise<number>;
  kill(): Promise<void>;
  /** Starts it again, on the same data and port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

interface Ready {
  readonly collector: string;
  readonly writeKey: string;
  readonly secretKey: string | null;
}

/** Starts the collector from its sources with an embedded Postgres in `dataDir`. */
export async function startRealCollector(dataDir: string): Promise<RealCollector> {
  let child: ChildProcess;
  const start = async (port: string): Promise<Ready> => {
    child = spawn(
      process.execPath,
      [
        join(import.meta.dirname, '../../../collector/src/main.ts'),
        'serve',
        '--json',
        '--port',
        port,
        '--data-dir',
        dataDir,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const { stdout } = child;
    if (stdout === null) throw new Error('The collector has no standard output.');
    const [line] = await once(createInterface({ input: stdout }), 'line');
    // The line is what `likeness serve --json` documents.
    return JSON.parse(String(line)) as Ready;
  };
  const ready = await start('0');
  const { port } = new URL(ready.collector);
  return {
    origin: ready.collector,
    writeKey: ready.writeKey,
    async count(anonymousId, event) {
      const response = await fetch(`${ready.collector}/v1/profiles/anonymous_id:${anonymousId}`, {
        headers: { authorization: `Bearer ${ready.secretKey}` },
      });
      if (response.status === 404) return 0;
      // The read API's profile, of which only this is used.
      const { counts } = (await response.json()) as { counts: { name: string; count: number }[] };
      return counts.find(({ name }) => name === event)?.count ?? 0;
    },
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    async restart() {
      await start(port);
    },
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
