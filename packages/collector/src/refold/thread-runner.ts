import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FoundDifference, RefoldCounts } from './refold-group.ts';
import type { RefoldListener, RefoldTask, RunRefoldPart } from './refold-part.ts';

/** What a thread is started with. */
export interface ThreadTask {
  readonly databaseUrl: string;
  /** As `loadConfig` takes it. */
  readonly configFile: string | undefined;
  readonly task: RefoldTask;
}

/** What a thread tells. */
export type ThreadMessage =
  | { readonly kind: 'step'; readonly counts: RefoldCounts }
  | { readonly kind: 'difference'; readonly found: FoundDifference }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** A thread that refolds parts, one at a time, with connections of its own. */
export interface ThreadRunner {
  readonly run: RunRefoldPart;
  /** Ends the thread between two transactions. */
  readonly stop: () => Promise<void>;
}

/** Sources run as they are; what is built has another ending. */
const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'));

/** Starts a thread: decoding and folding events takes a processor of its own, beside that of Postgres. */
export function createThreadRunner(threadTask: ThreadTask, listener: RefoldListener): ThreadRunner {
  const worker = new Worker(new URL(`./refold-thread${ending}`, import.meta.url), { workerData: threadTask });
  let settle: { readonly done: () => void; readonly failed: (error: unknown) => void } | undefined;
  worker.on('message', (message: ThreadMessage) => {
    switch (message.kind) {
      case 'step':
        return listener.onStep(message.counts);
      case 'difference':
        return listener.onDifference(message.found);
      case 'done':
        return settle?.done();
      case 'failed':
        return settle?.failed(message.error);
    }
  });
  worker.on('error', (error) => settle?.failed(error));
  worker.on('exit', () => settle?.failed(new Error('a thread of the refold ended before its part was done')));
  return {
    run: (part) =>
      new Promise((done, failed) => {
        settle = { done, failed };
        worker.postMessage(part);
      }),
    stop: async () => {
      settle = undefined;
      worker.postMessage(undefined);
      if (worker.threadId !== -1) await once(worker, 'exit');
    },
  };
}
