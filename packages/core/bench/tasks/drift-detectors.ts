import { createAdwin } from '../../src/drift/adwin.ts';
import { createPageHinkley, type DriftDetector } from '../../src/drift/page-hinkley.ts';
import { createSeededRandom } from '../../src/statistics/seeded-random.ts';
import type { DataFolder, TaskResult } from '../task.ts';

/** How a detector did on streams whose mean rises by `rise` after `BEFORE` steps. */
export interface DetectorFigures {
  /** Share of runs with an alarm before the change. */
  readonly falseAlarms: number;
  /** Share of runs without an alarm after it. */
  readonly missed: number;
  /** Mean steps from the change to the alarm, where there was one. */
  readonly delay: number;
}

const BEFORE = 5000;
const AFTER = 5000;
const RUNS = 100;
const RISES = [0.05, 0.1, 0.2, 0.4];

/** Page-Hinkley and ADWIN on Bernoulli streams, p = 0.2 and then more. No data file is read. */
export async function runDriftDetectors(_data: DataFolder): Promise<TaskResult> {
  const from = performance.now();
  const adwin = RISES.map((rise) => scoreDetector(createAdwin(), rise));
  const pageHinkley = RISES.map((rise) => scoreDetector(createPageHinkley(), rise));
  const seconds = (performance.now() - from) / 1000;
  const atTwoTenths = adwin[2];
  const compare = (model: string, figures: readonly DetectorFigures[]): TaskResult['comparisons'] =>
    figures.map((one, i) => ({ task: `mean .2 rises by ${RISES[i]}`, model, figures: { ...one } }));
  return {
    rows: [
      {
        task: 'drift detectors',
        metric: 'ADWIN false alarms',
        value: atTwoTenths?.falseAlarms ?? 1,
        must: 0.05,
        goal: 0,
        better: 'lower',
        reference: 'ADWIN 0, Page-Hinkley .03',
        seconds,
        seed: 1,
      },
      {
        task: 'drift detectors',
        metric: 'ADWIN delay at +.2',
        value: atTwoTenths?.delay ?? BEFORE,
        must: 191,
        goal: 159,
        better: 'lower',
        reference: 'ADWIN 159, Page-Hinkley 191',
        seconds,
        seed: 1,
      },
    ],
    json: {
      'driftDetectors.adwinFalseAlarms': atTwoTenths?.falseAlarms ?? 1,
      'driftDetectors.adwinDelay': atTwoTenths?.delay ?? BEFORE,
    },
    comparisons: [...compare('ADWIN', adwin), ...compare('Page-Hinkley', pageHinkley)],
  };
}

/** Runs one detector over `RUNS` seeded streams. */
export function scoreDetector<State>(detector: DriftDetector<State>, rise: number): DetectorFigures {
  let falseAlarms = 0;
  let missed = 0;
  let delays = 0;
  for (let run = 1; run <= RUNS; run++) {
    const random = createSeededRandom(run);
    const state = detector.create();
    let early = false;
    for (let i = 0; i < BEFORE; i++) early = detector.watchOne(state, random() < 0.2 ? 1 : 0) || early;
    if (early) falseAlarms++;
    let steps = 1;
    while (steps <= AFTER && !detector.watchOne(state, random() < 0.2 + rise ? 1 : 0)) steps++;
    if (steps > AFTER) missed++;
    else delays += steps;
  }
  return { falseAlarms: falseAlarms / RUNS, missed: missed / RUNS, delay: delays / (RUNS - missed) };
}
