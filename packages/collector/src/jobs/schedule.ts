import { clearInterval, setInterval } from 'node:timers';
import type { Statements } from '../store/connect.ts';
import { type JobLock, type JobRun, readJobs, registerJobs, saveJobRun } from '../store/job-store.ts';

/** Something that is done by schedule. A run may be repeated or cut short: what it did must then still be right. */
export interface Job {
  readonly name: string;
  readonly everyMs: number;
  readonly run: (context: JobContext) => Promise<JobReport>;
}

/** What a run is given. */
export interface JobContext {
  /** Epoch ms at its start. */
  readonly now: number;
  /** What its last run remembered; `{}` before the first. */
  readonly state: unknown;
  /** Aborted when the process is asked to stop; a run should then end soon. */
  readonly signal: AbortSignal;
}

/** What a run did. */
export interface JobReport {
  /** How much it worked through. */
  readonly rows: number;
  /** How late it was with the oldest thing it worked through; default 0. */
  readonly lagMs?: number;
  readonly state?: unknown;
  /** `now`: there is more to do, do not wait for the next time. */
  readonly next?: 'now';
}

/** Runs jobs on one process at a time. */
export interface Scheduler {
  /** Runs what is due now, if this process is the one; answers what ran. */
  readonly tick: () => Promise<readonly JobRun[]>;
  /** The names of all jobs. */
  readonly names: readonly string[];
  /** Runs one job now, whenever it is due; `undefined` when another process is the one that runs jobs. */
  readonly runNow: (name: string) => Promise<JobRun | undefined>;
  /** Ticks until it is stopped. */
  readonly start: () => void;
  /** Waits for runs under way and gives the lock up. */
  readonly stop: () => Promise<void>;
}

/** What the scheduler works with. */
export interface SchedulerDeps {
  readonly sql: Statements;
  readonly lock: JobLock;
  readonly jobs: readonly Job[];
  readonly now: () => number;
  readonly onError: (job: string, error: unknown) => void;
}

const tickMs = 500;

/**
 * Creates a scheduler. When each job ran and is due stands in the table `jobs`, so several processes keep one schedule
 * and the one that takes over continues it. A job that fails is tried again at its next time.
 */
export function createScheduler(deps: SchedulerDeps): Scheduler {
  const { sql, lock, jobs, now } = deps;
  const stopping = new AbortController();
  const running = new Map<string, Promise<JobRun>>();
  let registered: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function runJob(job: Job, state: unknown): Promise<JobRun> {
    const startedAt = now();
    const clock = performance.now();
    let outcome: Pick<JobRun, 'rows' | 'lagMs' | 'state' | 'error'> & Pick<JobReport, 'next'>;
    try {
      const report = await job.run({ now: startedAt, state, signal: stopping.signal });
      outcome = { ...report, lagMs: report.lagMs ?? 0 };
    } catch (error) {
      deps.onError(job.name, error);
      outcome = { rows: 0, lagMs: 0, error: error instanceof Error ? error.message : String(error) };
    }
    const { next, ...rest } = outcome;
    const run: JobRun = {
      ...rest,
      name: job.name,
      startedAt,
      durationMs: performance.now() - clock,
      nextAt: next === 'now' ? startedAt : startedAt + job.everyMs,
    };
    await saveJobRun(sql, run);
    return run;
  }

  /** Whether this process is the one; everything that runs is in the table then. */
  async function isOurs(): Promise<boolean> {
    registered ??= registerJobs(sql, jobs, now());
    await registered;
    return await lock.hold();
  }

  async function tick(): Promise<readonly JobRun[]> {
    if (!(await isOurs())) return [];
    const stored = new Map((await readJobs(sql)).map((job) => [job.name, job]));
    const due = jobs.filter(({ name }) => {
      const nextAt = stored.get(name)?.nextAt;
      return nextAt !== undefined && nextAt <= now() && !running.has(name) && !stopping.signal.aborted;
    });
    return await Promise.all(due.map((job) => begin(job, stored.get(job.name)?.state)));
  }

  function begin(job: Job, state: unknown): Promise<JobRun> {
    const run = runJob(job, state).finally(() => running.delete(job.name));
    running.set(job.name, run);
    return run;
  }

  return {
    tick,
    names: jobs.map((job) => job.name),
    runNow: async (name) => {
      const job = jobs.find((one) => one.name === name);
      if (job === undefined) throw new Error(`there is no job ${name}`);
      if (!(await isOurs())) return undefined;
      const stored = (await readJobs(sql)).find((one) => one.name === name);
      return await (running.get(name) ?? begin(job, stored?.state));
    },
    start: () => {
      timer = setInterval(() => {
        tick().catch((error: unknown) => {
          registered = undefined;
          deps.onError('schedule', error);
        });
      }, tickMs);
      timer.unref();
    },
    stop: async () => {
      stopping.abort();
      clearInterval(timer);
      await Promise.allSettled(running.values());
      await lock.release();
    },
  };
}
