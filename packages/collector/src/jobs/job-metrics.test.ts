import { expect, it } from 'vitest';
import { createJobMetrics } from './job-metrics.ts';

const job = {
  name: 'segment-sweep',
  nextAt: 5_000,
  finishedAt: 4_000,
  durationMs: 12,
  rows: 3,
  lagMs: 1_500,
  runs: 7,
  failures: 1,
  lastError: undefined,
  state: {},
};

it('tells of every job when it ran, how long, how much, how late', async () => {
  const lines = (await createJobMetrics(() => Promise.resolve([job])).text()).split('\n');
  expect(lines.filter((line) => line.startsWith('likeness_job_'))).toEqual([
    'likeness_job_last_run_timestamp_seconds{job="segment-sweep"} 4',
    'likeness_job_duration_seconds{job="segment-sweep"} 0.012',
    'likeness_job_rows{job="segment-sweep"} 3',
    'likeness_job_lag_seconds{job="segment-sweep"} 1.5',
    'likeness_job_runs_total{job="segment-sweep"} 7',
    'likeness_job_failures_total{job="segment-sweep"} 1',
  ]);
});

it('says nothing of jobs while they cannot be read, instead of failing', async () => {
  const text = await createJobMetrics(() => Promise.reject(new Error('gone'))).text();
  expect(text).not.toMatch(/^likeness_job/m);
});
