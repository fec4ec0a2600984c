import { Gauge, Registry } from 'prom-client';
import type { StoredJob } from '../store/job-store.ts';

/** Creates the metrics of the jobs, read from the table `jobs` at every scrape: every process tells the same. */
export function createJobMetrics(read: () => Promise<readonly StoredJob[]>): {
  /** Prometheus text format; empty but for the descriptions while the database cannot be reached. */
  readonly text: () => Promise<string>;
} {
  const registry = new Registry();
  const gauge = (name: string, help: string): Gauge =>
    new Gauge({ name: `likeness_job_${name}`, help, labelNames: ['job'], registers: [registry] });
  const gauges: readonly (readonly [Gauge, (job: StoredJob) => number | undefined])[] = [
    [
      gauge('last_run_timestamp_seconds', 'When a job last finished.'),
      ({ finishedAt }) => seconds(finishedAt),
    ],
    [gauge('duration_seconds', 'How long its last run took.'), ({ durationMs }) => seconds(durationMs)],
    [gauge('rows', 'How much its last run worked through.'), ({ rows }) => rows],
    [
      gauge('lag_seconds', 'How late its last run was with the oldest thing it worked through.'),
      ({ lagMs }) => seconds(lagMs),
    ],
    [gauge('runs_total', 'How often it ran.'), ({ runs }) => runs],
    [gauge('failures_total', 'How often it failed.'), ({ failures }) => failures],
  ];
  return {
    text: async () => {
      let jobs: readonly StoredJob[] = [];
      try {
        jobs = await read();
      } catch {
        // The metrics of the process itself must still be told, above all when the database is gone.
      }
      for (const [metric, value] of gauges) {
        metric.reset();
        for (const job of jobs) {
          const number = value(job);
          if (number !== undefined) metric.set({ job: job.name }, number);
        }
      }
      return await registry.metrics();
    },
  };
}

function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1_000;
}
