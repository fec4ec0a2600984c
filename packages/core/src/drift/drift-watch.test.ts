import { describe, expect, it } from 'vitest';
import { ALARMS_KEPT, createDriftWatch, watchDrift } from './drift-watch.ts';

describe('watchDrift', () => {
  const good = { probability: 0.9, baseRate: 0.5, label: 1 };
  const bad = { probability: 0.1, baseRate: 0.5, label: 1 };

  it('raises the rate and logs when a model becomes wrong', () => {
    const state = createDriftWatch();
    let raised = 0;
    const raise = () => {
      raised++;
    };
    for (let i = 0; i < 1000; i++) watchDrift(state, good, raise);
    expect(raised).toBe(0);
    for (let i = 0; i < 200; i++) watchDrift(state, bad, raise);
    expect(raised).toBeGreaterThan(0);
    expect(state.alarms.length).toBe(raised);
    expect(state.alarms[0]?.at).toBeGreaterThan(1000);
  });

  it('stays silent when losses grow only because positives become common', () => {
    const state = createDriftWatch();
    for (let i = 0; i < 4000; i++) {
      const rate = i < 2000 ? 0.01 : 0.5;
      const label = (i * 0.618034) % 1 < rate ? 1 : 0;
      watchDrift(state, { probability: rate, baseRate: rate, label }, () => expect.fail('raised'));
    }
    expect(state.alarms).toEqual([]);
  });

  it('keeps a bounded log', () => {
    const state = createDriftWatch();
    for (let i = 0; i < 60_000; i++) watchDrift(state, i % 1000 < 500 ? good : bad, () => undefined);
    expect(state.detector.alarms).toBeGreaterThan(ALARMS_KEPT);
    expect(state.alarms.length).toBe(ALARMS_KEPT);
  });
});
