import { alwaysValidProportions } from '../../src/experiment/always-valid-test.ts';
import { type Allocation, assignVariant } from '../../src/experiment/assign-variant.ts';
import { compareBeliefs, posteriorBelief } from '../../src/experiment/beta-binomial.ts';
import { fisherExactTest } from '../../src/experiment/fisher-exact-test.ts';
import { mannWhitneyTest } from '../../src/experiment/mann-whitney-test.ts';
import { twoProportionTest } from '../../src/experiment/two-proportion-test.ts';
import { welchTest } from '../../src/experiment/welch-test.ts';
import { momentsOf } from '../../src/statistics/moments.ts';
import { createSeededRandom, type Random } from '../../src/statistics/seeded-random.ts';
import { cpuMicros } from '../report/cpu-time.ts';
import type { DataFolder, TaskResult } from '../task.ts';

const SEED = 1;
const RUNS = 10_000;
const LOOKS = 2_000;
const RATE = 0.1;
const ALPHA = 0.05;
const MIXTURE = { tauSquared: 1e-3 };

/**
 * Section 8 of the data page: control and treatment, then z, p, Fisher p, the 95 % interval, P(B > A) and Lambda.
 */
const VECTORS = [
  [200, 1000, 250, 1000, 2.677398, 0.00741965, 0.00864924, 0.013464, 0.086536, 0.996283, 1.968694],
  [120, 2400, 150, 2380, 1.950395, 0.05112903, 0.05227607, -0.000065, 0.026115, 0.974322, 2.069065],
  [5, 40, 11, 38, 1.798083, 0.07216389, 0.09493335, -0.012434, 0.341381, 0.961215, 1.01413],
] as const;
const SAMPLE_A = [12.1, 9.8, 11.4, 10.2, 13.0, 8.7, 10.9];
const SAMPLE_B = [12.9, 14.1, 11.8, 13.5, 12.2, 15.0, 13.1, 12.4];
const SAMPLE_FIGURES = [3.397338, 0.00607305, 51, 0.00590521];

/** The A/B vectors, type I error when every visitor is a look, and the speed of assignment; needs no data. */
export async function runAb(_data: DataFolder, runs = RUNS): Promise<TaskResult> {
  const [largestError, vectorSeconds] = timed(largestVectorError);
  const [still, peekSeconds] = timed(() => peek(0, runs));
  const [moved] = timed(() => peek(0.05, runs / 10));
  const [microseconds, assignmentSeconds] = timed(assignmentMicroseconds);
  return {
    rows: [
      {
        task: 'ab',
        metric: 'largest error of 25 figures',
        value: largestError,
        // The page prints six digits, so half a unit of the sixth is rounding, not error.
        must: 5.1e-7,
        better: 'lower',
        reference: 'SciPy',
        seconds: vectorSeconds,
      },
      {
        task: 'ab',
        metric: `type I error, ${runs} A/A runs, ${LOOKS} looks`,
        value: still.alwaysValid,
        must: ALPHA,
        goal: ALPHA,
        better: 'lower',
        reference: `fixed-horizon z ${still.fixed.toFixed(3)}`,
        seconds: peekSeconds,
        seed: SEED,
      },
      {
        task: 'ab',
        metric: 'µs per assignment',
        value: microseconds,
        must: 1,
        better: 'lower',
        seconds: assignmentSeconds,
      },
    ],
    json: {
      'ab.largestError': largestError,
      'ab.typeOneError': still.alwaysValid,
      'speed.assignment': microseconds,
    },
    comparisons: [
      {
        task: 'ab',
        model: 'fixed-horizon z-test, looked at after every visitor',
        figures: { 'type I error': still.fixed, 'found .10 → .15': moved.fixed },
      },
      {
        task: 'ab',
        model: 'mSPRT, looked at after every visitor',
        figures: { 'type I error': still.alwaysValid, 'found .10 → .15': moved.alwaysValid },
      },
    ],
  };
}

function largestVectorError(): number {
  const errors: number[] = [];
  for (const [a, n, b, m, z, p, fisher, lower, upper, better, lambda] of VECTORS) {
    const control = { successes: a, trials: n };
    const treatment = { successes: b, trials: m };
    const test = twoProportionTest(control, treatment);
    const beliefs = compareBeliefs(posteriorBelief(control), posteriorBelief(treatment));
    const sequential = alwaysValidProportions(control, treatment, { tauSquared: 1e-4 });
    errors.push(
      test.z - z,
      test.pValue - p,
      fisherExactTest(control, treatment) - fisher,
      test.interval.lower - lower,
      test.interval.upper - upper,
      beliefs.probabilityBetter - better,
      sequential.lambda - lambda,
    );
  }
  const welch = welchTest(momentsOf(SAMPLE_A), momentsOf(SAMPLE_B));
  const ranks = mannWhitneyTest(SAMPLE_A, SAMPLE_B);
  [welch.t, welch.pValue, ranks.u, ranks.pValue].forEach((value, i) => {
    errors.push(value - (SAMPLE_FIGURES[i] ?? Number.NaN));
  });
  return Math.max(...errors.map(Math.abs));
}

/** Share of runs in which each test ever rejects, looking after every pair of visitors. */
function peek(effect: number, runs: number): { readonly alwaysValid: number; readonly fixed: number } {
  const random = createSeededRandom(SEED);
  let alwaysValid = 0;
  let fixed = 0;
  for (let run = 0; run < runs; run++) {
    const rejected = peekOnce(effect, random);
    if (rejected.alwaysValid) alwaysValid++;
    if (rejected.fixed) fixed++;
  }
  return { alwaysValid: alwaysValid / runs, fixed: fixed / runs };
}

function peekOnce(effect: number, random: Random): { alwaysValid: boolean; fixed: boolean } {
  const rejected = { alwaysValid: false, fixed: false };
  let a = 0;
  let b = 0;
  for (let trials = 1; trials <= LOOKS; trials++) {
    if (random() < RATE) a++;
    if (random() < RATE + effect) b++;
    const control = { successes: a, trials };
    const treatment = { successes: b, trials };
    rejected.alwaysValid ||= alwaysValidProportions(control, treatment, MIXTURE).pValue <= ALPHA;
    // 1.96 pooled standard errors: the z-test without the cost of its p-value.
    const pooled = ((a + b) / (2 * trials)) * (1 - (a + b) / (2 * trials));
    rejected.fixed ||= trials >= 50 && (b - a) ** 2 > 1.959964 ** 2 * 2 * trials * pooled;
    if (rejected.alwaysValid && rejected.fixed) break;
  }
  return rejected;
}

function assignmentMicroseconds(): number {
  const allocation: Allocation = {
    id: 'checkout-button',
    variants: [{ name: 'control' }, { name: 'short' }, { name: 'long', weight: 2 }],
    trafficRate: 0.9,
  };
  const units = Array.from(
    { length: 1_000 },
    (_, i) => `0192f5c4-7d2e-7000-8000-${String(i).padStart(12, '0')}`,
  );
  const rounds = 300;
  let assigned = 0;
  const run = (): void => {
    for (const unit of units) if (assignVariant(allocation, unit) !== undefined) assigned++;
  };
  for (let i = 0; i < 20; i++) run();
  const started = cpuMicros();
  for (let i = 0; i < rounds; i++) run();
  const elapsed = cpuMicros() - started;
  if (assigned === 0) throw new Error('nobody was assigned: the benchmark measures nothing');
  return elapsed / (rounds * units.length);
}

function timed<T>(run: () => T): [T, seconds: number] {
  const started = performance.now();
  const value = run();
  return [value, (performance.now() - started) / 1000];
}
