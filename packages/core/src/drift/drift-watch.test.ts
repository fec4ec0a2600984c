import { describe, expect, it } from 'vitest';
import { createAdwin } from './adwin.ts';
import { ALARMS_KEPT, createDriftWatch, type DriftWatch } from './drift-watch.ts';
import { createPageHinkley } from './page-hinkley.ts';

const good = { probability: 0.9, baseRate: 0.5, label: 1 };
const bad = { probability: 0.1, baseRate: 0.5, label: 1 };

/** When a watch over a model that becomes wrong after a thousand examples first alarms; 0 for never. */
function firstAlarm<Detector>(watch: DriftWatch<Detector>): number {
  const state = watch.create();
  for (let i = 0; i < 1500; i++) watch.watchOne(state, i < 1000 ? good : bad, () => undefined);
  return state.alarms[0]?.at ?? 0;
}

describe('createDriftWatch', () => {
  const watch = createDriftWatch();

  it('raises the rate and logs when a model becomes wrong', () => {
    const state = watch.create();
    let raised = 0;
    const raise = () => {
      raised++;
    };
    for (let i = 0; i < 1000; i++) watch.watchOne(state, good, raise);
    expect(raised).toBe(0);
    for (let i = 0; i < 200; i++) watch.watchOne(state, bad, raise);
    expect(raised).toBeGreaterThan(0);
    expect(state.alarms.length).toBe(raised);
    expect(state.alarms[0]?.at).toBeGreaterThan(1000);
  });

  it.each([
    ['ADWIN', () => firstAlarm(createDriftWatch(createAdwin({ alarmOn: 'rise' })))],
    ['Page-Hinkley', () => firstAlarm(createDriftWatch(createPageHinkley({ threshold: 20 })))],
  ])('watches by %s', (_, follow) => {
    const first = follow();
    expect(first).toBeGreaterThan(1000);
    expect(first).toBeLessThan(1200);
  });

  it('stays silent when losses grow only because positives become common', () => {
    const state = watch.create();
    for (let i = 0; i < 4000; i++) {
      const rate = i < 2000 ? 0.01 : 0.5;
      const label = (i * 0.618034) % 1 < rate ? 1 : 0;
      watch.watchOne(state, { probability: rate, baseRate: rate, label }, () => expect.fail('raised'));
    }
    expect(state.alarms).toEqual([]);
  });

  it('keeps a bounded log', () => {
    const state = watch.create();
    for (let i = 0; i < 60_000; i++) watch.watchOne(state, i % 1000 < 500 ? good : bad, () => undefined);
    expect(state.detector.alarms).toBeGreaterThan(ALARMS_KEPT);
    expect(state.alarms.length).toBe(ALARMS_KEPT);
  });
});
