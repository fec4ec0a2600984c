import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Draft } from './draft.ts';
import { trackOf } from './event.fixture.ts';
import {
  foldWebVitals,
  mergeWebVitals,
  vitalAccuracy,
  vitalBuckets,
  vitalQuantile,
  type WebVitalSlice,
} from './web-vitals.ts';

const measured = (values: readonly number[]): Draft<WebVitalSlice> => {
  const slice: Draft<WebVitalSlice> = {};
  for (const lcp of values) foldWebVitals(slice, trackOf('Web Vitals Measured', { lcp }));
  return slice;
};

it('answers a quantile within its accuracy of the exact one', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 2, max: 59_000 }), { minLength: 1, maxLength: 50 }), (values) => {
      const sorted = [...values].sort((a, b) => a - b);
      const exact = sorted[Math.ceil(0.75 * values.length) - 1] ?? 0;
      const read = vitalQuantile(measured(values), 'lcp', 0.75) ?? 0;
      expect(Math.abs(read - exact) / exact).toBeLessThanOrEqual(vitalAccuracy + 1e-9);
    }),
  );
});

it('reads layout shifts in their own unit', () => {
  const slice: Draft<WebVitalSlice> = {};
  foldWebVitals(slice, trackOf('Web Vitals Measured', { cls: 0.1 }));
  expect(vitalQuantile(slice, 'cls', 0.75)).toBeCloseTo(0.1, 2);
});

it('knows nothing of what was never measured, and takes a true 0 as measured', () => {
  expect(vitalQuantile({}, 'inp', 0.75)).toBeUndefined();
  const slice: Draft<WebVitalSlice> = {};
  foldWebVitals(slice, trackOf('Web Vitals Measured', { cls: 0, inp: -1 }));
  expect(vitalQuantile(slice, 'cls', 0.75)).toBe(0);
  expect(vitalQuantile(slice, 'inp', 0.75)).toBeUndefined();
});

it('merges to the sketch of all measurements', () => {
  const merged = measured([100, 200]);
  mergeWebVitals(merged, measured([200, 4_000]));
  expect(merged).toEqual(measured([100, 200, 200, 4_000]));
});

it('never needs more than its buckets', () => {
  const slice = measured(Array.from({ length: 3_000 }, (_, i) => 1.01 ** i));
  expect(Object.keys(slice.lcp ?? {}).length).toBe(vitalBuckets);
});
