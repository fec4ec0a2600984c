import { parentPort, workerData } from 'node:worker_threads';
import { doPopulationTask, type PopulationTask } from './population-task.ts';

// Only run-in-thread.ts starts this file, with a task.
parentPort?.postMessage(doPopulationTask(workerData as PopulationTask));
