import { describe, expect, it } from 'vitest';
import { runAb } from '../bench/tasks/ab.ts';

describe('experiments', () => {
  it('reach what they must: vectors, type I error under peeking', async () => {
    // A fifth of the benchmark's runs: standard error .005 at .05, and .02 is what comes out.
    const { rows } = await runAb({ path: '' }, 2_000);
    expect(rows).toHaveLength(3);
    // Speed is for the benchmark: a busy machine must not fail a test.
    for (const { metric, value, must } of rows.slice(0, 2)) expect(value, metric).toBeLessThanOrEqual(must);
  }, 180_000);
});
