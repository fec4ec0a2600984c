import { parentPort, workerData } from 'node:worker_threads';
import { loadConfig } from '../config/load-config.ts';
import { createEngine } from '../service.ts';
import type { RefoldPart } from '../store/refold-store.ts';
import { createPartRunner } from './refold-part.ts';
import type { ThreadMessage, ThreadTask } from './thread-runner.ts';

// Only thread-runner.ts starts this file, with a task, and sends parts; `undefined` asks it to end.
const { databaseUrl, configFile, task } = workerData as ThreadTask;
const post = (message: ThreadMessage): void => parentPort?.postMessage(message);
const engine = createEngine({
  databaseUrl,
  now: Date.now,
  config: await loadConfig(configFile, {}),
});
const stopping = new AbortController();
const run = createPartRunner(engine.apply, task, {
  signal: stopping.signal,
  onStep: (counts) => post({ kind: 'step', counts }),
  onDifference: (found) => post({ kind: 'difference', found }),
});

parentPort?.on('message', (part: RefoldPart | undefined) => {
  if (part === undefined) {
    stopping.abort();
    parentPort?.close();
    void engine.stop();
    return;
  }
  run(part).then(
    () => post({ kind: 'done' }),
    (error: unknown) => post({ kind: 'failed', error }),
  );
});
