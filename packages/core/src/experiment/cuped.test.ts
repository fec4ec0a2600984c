import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleNormal } from '../statistics/sample.ts';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { adjustByCuped, EMPTY_PAIRED_MOMENTS, foldPairedMoments, mergePairedMoments } from './cuped.ts';
import { welchTest } from './welch-test.ts';

type Unit = { readonly outcome: number; readonly covariate: number };
const summarise = (units: readonly Unit[]) => units.reduce(foldPairedMoments, EMPTY_PAIRED_MOMENTS);

describe('adjustByCuped', () => {
  it('has the slope of a hand-checked line', () => {
    const arm = summarise([
      { covariate: 1, outcome: 3 },
      { covariate: 2, outcome: 5 },
      { covariate: 3, outcome: 7 },
    ]);
    const { theta, varianceReduction, control } = adjustByCuped(arm, arm);
    expect(theta).toBeCloseTo(2, 12);
    expect(varianceReduction).toBeCloseTo(1, 12);
    expect(control.mean).toBeCloseTo(5, 12);
  });

  it('keeps the effect and takes out the variance that the past explains', () => {
    const random = createSeededRandom(3);
    const draw = (effect: number): Unit[] =>
      Array.from({ length: 4_000 }, () => {
        const covariate = sampleNormal(random) * 3;
        return { covariate, outcome: covariate + sampleNormal(random) + effect };
      });
    const { control, treatment, varianceReduction } = adjustByCuped(summarise(draw(0)), summarise(draw(0.2)));
    const { difference, pValue } = welchTest(control, treatment);
    expect(varianceReduction).toBeCloseTo(0.9, 1);
    expect(difference).toBeCloseTo(0.2, 1);
    expect(pValue).toBeLessThan(0.001);
  });

  it('changes nothing where the past says nothing', () => {
    const arm = summarise([
      { covariate: 0, outcome: 1 },
      { covariate: 0, outcome: 4 },
    ]);
    expect(adjustByCuped(arm, arm).control).toEqual({ count: 2, mean: 2.5, m2: 4.5 });
    expect(adjustByCuped(EMPTY_PAIRED_MOMENTS, EMPTY_PAIRED_MOMENTS).theta).toBe(0);
  });

  it('merges summaries to the summary of all units', () => {
    const number = fc.double({ min: -100, max: 100, noNaN: true });
    const units = fc.array(fc.record({ outcome: number, covariate: number }), { maxLength: 10 });
    fc.assert(
      fc.property(units, units, (a, b) => {
        const merged = mergePairedMoments(summarise(a), summarise(b));
        const whole = summarise([...a, ...b]);
        expect(merged.count).toBe(whole.count);
        expect(merged.coM2).toBeCloseTo(whole.coM2, 6);
        expect(merged.covariateM2).toBeCloseTo(whole.covariateM2, 6);
        expect(merged.outcomeMean).toBeCloseTo(whole.outcomeMean, 8);
      }),
    );
  });
});
