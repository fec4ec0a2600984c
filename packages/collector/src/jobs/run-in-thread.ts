import { Worker } from 'node:worker_threads';
import type { PopulationAnswers, PopulationTask } from './population-task.ts';

/** Does a task in a thread of its own. */
export type RunInThread = <W extends PopulationTask['what']>(
  task: Extract<PopulationTask, { readonly what: W }>,
  signal: AbortSignal,
) => Promise<PopulationAnswers[W]>;

/** A task that needs more is not worth what it would take from the rest of the machine. */
const memoryMb = 1_024;

/** Sources run as they are; what is built has another ending. */
const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'));

/**
 * Does a task in a thread that ends with it. Rejects when it fails, when it needs more than 1 GB, or when `signal` is
 * aborted.
 */
export const runInThread: RunInThread = async (task, signal) => {
  signal.throwIfAborted();
  const worker = new Worker(new URL(`./population-thread${ending}`, import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  const stop = (): void => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error(`the thread for ${task.what} ended without an answer`)));
    });
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
};
