import { auc } from '../../src/evaluate/auc.ts';
import { bootstrap } from '../../src/evaluate/bootstrap.ts';
import { expectedCalibrationError } from '../../src/evaluate/calibration-error.ts';
import { mcNemar, pairedTTest } from '../../src/evaluate/compare-models.ts';
import { type BinaryLabels, f1 } from '../../src/evaluate/confusion.ts';
import { logLoss, logLossOne } from '../../src/evaluate/log-loss.ts';
import { runPrequential, type Scored } from '../../src/evaluate/prequential.ts';
import { createAdaptiveBagging } from '../../src/models/adaptive-bagging.ts';
import { createBaseRate } from '../../src/models/base-rate.ts';
import { createFtrlModel } from '../../src/models/ftrl.ts';
import { createHoeffdingTree } from '../../src/models/hoeffding-tree.ts';
import { createLinearSvm } from '../../src/models/linear-svm.ts';
import { createLogisticRegression } from '../../src/models/logistic-regression.ts';
import { createNeuralNet } from '../../src/models/neural-net.ts';
import type { Features, OnlineModel } from '../../src/models/online-model.ts';
import { createPropensityModel } from '../../src/models/propensity.ts';
import { loadOnlineShoppers, type Visit } from '../data/online-shoppers.ts';
import type { DataFolder, TaskResult, TaskRow } from '../task.ts';

/** Figures of one model on one run. */
export interface IntentFigures {
  readonly auc: number;
  readonly logLoss: number;
  readonly f1: number;
  readonly calibrationError: number;
}

/** Passes over the training rows of the fixed split. */
const PASSES = 5;

/** The model is random only in its net's first weights; figures are means over these. */
const SEEDS = [1, 2, 3, 4, 5];

/** Purchase intent: prequential with and without PageValues, and the fixed split, by the protocol of the data page. */
export async function runIntent(data: DataFolder): Promise<TaskResult> {
  const visits = loadOnlineShoppers(data);
  const withoutValues = loadOnlineShoppers(data, ['PageValues']);
  const [all, allSeconds] = meanOverSeeds((seed) =>
    scorePrequential(createPropensityModel({ seed }), visits),
  );
  const [half, halfSeconds] = meanOverSeeds((seed) =>
    scorePrequential(createPropensityModel({ seed }), withoutValues),
  );
  const [fixed, fixedSeconds] = meanOverSeeds((seed) =>
    scoreFixedSplit(createPropensityModel({ seed }), visits, PASSES),
  );
  return {
    rows: [
      row(
        'purchase intent',
        'AUC',
        all.auc,
        [0.907, 0.915],
        'higher',
        allSeconds,
        'HGB refitted .9148, VW .803',
      ),
      row(
        'purchase intent',
        'log loss',
        all.logLoss,
        [0.26, 0.25],
        'lower',
        allSeconds,
        'HGB refitted .2551',
      ),
      row('purchase intent', 'calibration error', all.calibrationError, [0.02, 0.012], 'lower', allSeconds),
      row('without PageValues', 'AUC', half.auc, [0.75, 0.762], 'higher', halfSeconds, 'HGB refitted .7595'),
      row('fixed split, 5 passes', 'AUC', fixed.auc, [0.915, 0.932], 'higher', fixedSeconds, 'HGB .9396'),
    ],
    json: {
      'intent.auc': all.auc,
      'intent.logLoss': all.logLoss,
      'intent.f1': all.f1,
      'intent.calibrationError': all.calibrationError,
      'intent.fixedSplitAuc': fixed.auc,
      'intentNoPageValues.auc': half.auc,
      'intentNoPageValues.logLoss': half.logLoss,
    },
    comparisons: [
      ...compare('prequential', visits),
      ...compare('prequential, no PageValues', withoutValues),
      against(visits),
      ...[1, PASSES].map((passes) => ({
        task: `fixed split, passes: ${passes}`,
        model: 'propensity',
        figures: { ...scoreFixedSplit(createPropensityModel(), visits, passes) },
      })),
    ],
  };
}

/** The other models, each with its defaults unless its name says otherwise. */
const OTHERS: readonly (readonly [string, (visits: readonly Visit[]) => IntentFigures])[] = [
  ['propensity, seed 1', (visits) => scorePrequential(createPropensityModel(), visits)],
  ['neural net', (visits) => scorePrequential(createNeuralNet(), visits)],
  ['FTRL', (visits) => scorePrequential(createFtrlModel(), visits)],
  ['FTRL, no bins', (visits) => scorePrequential(createFtrlModel({ encoding: 'scaled' }), visits)],
  ['logistic regression, AdaGrad', (visits) => scorePrequential(createLogisticRegression(), visits)],
  [
    'logistic regression, SGD .03',
    (visits) => scorePrequential(createLogisticRegression({ optimiser: 'sgd', rate: 0.03 }), visits),
  ],
  [
    'logistic regression, averaged SGD .03',
    (visits) =>
      scorePrequential(
        createLogisticRegression({ optimiser: 'sgd', rate: 0.03, predictBy: 'average' }),
        visits,
      ),
  ],
  ['adaptive bagging of 10 trees', (visits) => scorePrequential(createAdaptiveBagging(), visits)],
  ['Hoeffding tree', (visits) => scorePrequential(createHoeffdingTree(), visits)],
  ['linear SVM', (visits) => scorePrequential(createLinearSvm(), visits)],
  ['base rate', (visits) => scorePrequential(createBaseRate(), visits)],
];

function compare(task: string, visits: readonly Visit[]): TaskResult['comparisons'] {
  return OTHERS.map(([model, score]) => ({ task, model, figures: { ...score(visits) } }));
}

/** Is the propensity model better than FTRL alone by more than chance would give? */
function against(visits: readonly Visit[]): TaskResult['comparisons'][number] {
  const stream = visits.map(({ features, label }) => ({ input: features, label }));
  const mixed = runPrequential(createPropensityModel(), stream).scored;
  const linear = runPrequential(createFtrlModel(), stream).scored;
  const right = (scored: readonly Scored<number, boolean | number>[]): boolean[] =>
    scored.map(({ prediction, label }) => prediction >= 0.5 === (label === true));
  const losses = (scored: readonly Scored<number, boolean | number>[]): number[] =>
    scored.map(({ prediction, label }) => logLossOne(label, prediction));
  const test = mcNemar(right(mixed), right(linear));
  const { pValue } = pairedTTest(losses(mixed), losses(linear));
  const interval = bootstrap(
    mixed,
    (rows) =>
      auc(
        rows.map(({ label }) => label),
        rows.map(({ prediction }) => prediction),
      ),
    { resamples: 200 },
  );
  return {
    task: 'prequential',
    model: 'propensity against FTRL',
    figures: {
      moreRight: test.statistic,
      mcNemarP: test.pValue,
      pairedTOfLogLossP: pValue,
      aucLow: interval.low,
      aucHigh: interval.high,
    },
  };
}

/** Predict, score, learn, in file order. */
export function scorePrequential<State>(
  model: OnlineModel<State, Features, number, boolean | number>,
  visits: readonly Visit[],
): IntentFigures {
  const { scored } = runPrequential(
    model,
    visits.map(({ features, label }) => ({ input: features, label })),
  );
  return figuresOf(
    scored.map(({ label }) => label),
    scored.map(({ prediction }) => prediction),
  );
}

/** Test rows are those with index i % 5 == 4; the others are learned `passes` times in file order. */
export function scoreFixedSplit<State>(
  model: OnlineModel<State, Features, number, boolean | number>,
  visits: readonly Visit[],
  passes: number,
): IntentFigures {
  const state = model.create();
  for (let pass = 0; pass < passes; pass++) {
    visits.forEach(({ features, label }, i) => {
      if (i % 5 !== 4) model.learnOne(state, features, label);
    });
  }
  const test = visits.filter((_, i) => i % 5 === 4);
  return figuresOf(
    test.map(({ label }) => label),
    test.map(({ features }) => model.predictOne(state, features)),
  );
}

function figuresOf(labels: BinaryLabels, probabilities: readonly number[]): IntentFigures {
  return {
    auc: auc(labels, probabilities),
    logLoss: logLoss(labels, probabilities),
    f1: f1(labels, probabilities),
    calibrationError: expectedCalibrationError(labels, probabilities),
  };
}

function row(
  task: string,
  metric: string,
  value: number,
  [must, goal]: readonly [number, number],
  better: TaskRow['better'],
  seconds: number,
  reference?: string,
): TaskRow {
  return {
    task,
    metric,
    value,
    must,
    goal,
    better,
    seconds,
    seed: SEEDS,
    ...(reference === undefined ? {} : { reference }),
  };
}

/** Mean figures, and the seconds of one run. */
function meanOverSeeds(score: (seed: number) => IntentFigures): [IntentFigures, number] {
  const from = performance.now();
  const runs = SEEDS.map(score);
  const seconds = (performance.now() - from) / 1000 / runs.length;
  const mean = (of: (figures: IntentFigures) => number): number =>
    runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  return [
    {
      auc: mean((run) => run.auc),
      logLoss: mean((run) => run.logLoss),
      f1: mean((run) => run.f1),
      calibrationError: mean((run) => run.calibrationError),
    },
    seconds,
  ];
}
