import { parseArgs } from 'node:util';
import { createJobScheduler } from '../start-jobs.ts';
import { readJobs, type StoredJob, wakeJob } from '../store/job-store.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { configOptions, configUsage } from './config-option.ts';
import { databaseOptions, databaseUsage } from './database-option.ts';
import { type CommandEngine, withEngine } from './with-engine.ts';

/** `likeness jobs list|run`. */
export const jobsCommand: Command = {
  summary: 'what runs by schedule: list it, or run one of it now',
  usage: `likeness jobs list
likeness jobs run NAME

list shows every job, when it ran last and what that came to (the table likeness.jobs). run does one now: here when no
collector runs, else by asking the collector that holds the jobs, and waits until it is done.

  --json               JSON instead of words
${configUsage}
${databaseUsage}`,
  run: async (context) => {
    const { values, positionals } = parseArgs({
      args: [...context.args],
      allowPositionals: true,
      options: { ...databaseOptions, ...configOptions, json: { type: 'boolean', default: false } },
    });
    const [action = 'list', name] = positionals;
    if (action !== 'list' && action !== 'run') {
      throw new UsageError(`jobs ${action} is no command: list or run`);
    }
    return await withEngine(values, context, async ({ engine, databaseUrl, config }) => {
      const { sql } = engine.database;
      if (action === 'list') {
        const jobs = await readJobs(sql);
        context.print(values.json ? JSON.stringify(jobs.map(viewJob)) : listJobs(jobs));
        return 0;
      }
      const job = await runJob({ ...context, databaseUrl, engine, config }, name);
      context.print(values.json ? JSON.stringify(viewJob(job)) : describeRun(job));
      return job.lastError === undefined ? 0 : 1;
    });
  },
};

/** How often the table is asked whether another process is done. */
const askEveryMs = 200;

async function runJob(context: CommandContext & CommandEngine, name: string | undefined): Promise<StoredJob> {
  const { engine, now, signal } = context;
  const { sql } = engine.database;
  const scheduler = createJobScheduler({ ...context, fetch, onSegmentChange: () => undefined });
  try {
    if (name === undefined || !scheduler.names.includes(name)) {
      throw new UsageError(`name one of the jobs: ${[...scheduler.names].sort().join(', ')}`);
    }
    const stored = async (): Promise<StoredJob | undefined> =>
      (await readJobs(sql)).find((job) => job.name === name);
    const runsBefore = (await stored())?.runs ?? 0;
    if ((await scheduler.runNow(name)) === undefined) {
      await wakeJob(sql, { name, now: now(), state: {} });
      while (((await stored())?.runs ?? 0) === runsBefore) {
        signal.throwIfAborted();
        await new Promise((resolve) => setTimeout(resolve, askEveryMs));
      }
    }
    const done = await stored();
    if (done === undefined) throw new Error(`the job ${name} left no trace`);
    return done;
  } finally {
    await scheduler.stop();
  }
}

function viewJob(job: StoredJob): object {
  const iso = (at: number | undefined): string | null =>
    at === undefined ? null : new Date(at).toISOString();
  const { state: _, nextAt, finishedAt, ...rest } = job;
  return { ...rest, nextAt: iso(nextAt), finishedAt: iso(finishedAt) };
}

function listJobs(jobs: readonly StoredJob[]): string {
  const rows = jobs.map((job) => [
    job.name,
    job.finishedAt === undefined ? 'never' : new Date(job.finishedAt).toISOString(),
    job.durationMs === undefined ? '' : `${Math.round(job.durationMs)} ms`,
    job.rows === undefined ? '' : String(job.rows),
    String(job.runs),
    String(job.failures),
    job.lastError ?? '',
  ]);
  const table = [['job', 'last run', 'took', 'rows', 'runs', 'failures', 'last error'], ...rows];
  const widths = table[0]?.map((_, i) => Math.max(...table.map((row) => row[i]?.length ?? 0))) ?? [];
  return table
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function describeRun({ name, rows, durationMs, lastError }: StoredJob): string {
  return lastError === undefined
    ? `${name}: ${rows ?? 0} rows in ${Math.round(durationMs ?? 0)} ms`
    : `${name} failed: ${lastError}`;
}
