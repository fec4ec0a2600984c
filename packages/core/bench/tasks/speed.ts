import { createCoOccurrence } from '../../src/models/co-occurrence.ts';
import { createFtrlModel } from '../../src/models/ftrl.ts';
import { createLogisticRegression } from '../../src/models/logistic-regression.ts';
import { createMarkovModel } from '../../src/models/markov-model.ts';
import { createMatrixFactorisation } from '../../src/models/matrix-factorisation.ts';
import type { Features, OnlineModel } from '../../src/models/online-model.ts';
import { createPropensityModel } from '../../src/models/propensity.ts';
import { createSeededRandom } from '../../src/statistics/seeded-random.ts';
import { loadOnlineShoppers } from '../data/online-shoppers.ts';
import { type SliceTimes, timeSlices } from '../report/time-slices.ts';
import type { DataFolder, TaskResult } from '../task.ts';

const SLICES = { slices: 120, size: 100 };

/** Microseconds per update of the linear model on 30 sparse features, and of all models that one event touches. */
export async function runSpeed(data: DataFolder): Promise<TaskResult> {
  const from = performance.now();
  const categories = sparseExamples('category');
  const linear = timeModel(createFtrlModel({ encoding: 'raw' }), categories);
  const all = timeAllModels(data);
  const seconds = (performance.now() - from) / 1000;
  const about = { task: 'speed', better: 'lower', seconds } as const;
  const compare = (
    model: string,
    { fastest, median }: SliceTimes,
    task = 'µs per update, 30 sparse features',
  ): TaskResult['comparisons'][number] => ({ task, model, figures: { fastest, median } });
  const event = 'µs per update, all models of one event';
  return {
    rows: [
      {
        ...about,
        metric: 'linear, 30 features, µs, fastest rounds',
        value: linear.fastest,
        must: 2,
        goal: 1,
        reference: 'VW 1.07',
      },
      {
        ...about,
        metric: 'all models of one event, µs, fastest rounds',
        value: all.total.fastest,
        must: 20,
        goal: 5,
      },
    ],
    json: {
      'speed.linear': linear.fastest,
      'speed.linearMedian': linear.median,
      'speed.allModels': all.total.fastest,
      'speed.allModelsMedian': all.total.median,
      'speed.propensity': all.propensity.fastest,
    },
    comparisons: [
      compare('FTRL, categories', linear),
      compare(
        'FTRL, named indicators',
        timeModel(createFtrlModel({ encoding: 'raw' }), sparseExamples('indicator')),
      ),
      compare(
        'logistic regression (SGD), categories',
        timeModel(createLogisticRegression({ optimiser: 'sgd', encoding: 'raw' }), categories),
      ),
      compare('FTRL with scaling and bins, categories', timeModel(createFtrlModel(), categories)),
      compare('propensity, categories', timeModel(createPropensityModel(), categories)),
      compare('all models of one event', all.total, event),
      compare('propensity (17 features)', all.propensity, event),
    ],
  };
}

interface Example {
  readonly input: Features;
  readonly label: boolean;
}

/** 30 features an example: categories of 30 fields with 50 values, or 30 of 5,000 names with value 1. */
function sparseExamples(kind: 'category' | 'indicator'): Example[] {
  const random = createSeededRandom(1);
  const draw = (count: number): number => Math.floor(random() * count);
  return Array.from({ length: 4000 }, () => ({
    input: Object.fromEntries(
      Array.from({ length: 30 }, (_, i) =>
        kind === 'category' ? [`field${i}`, `value${draw(50)}`] : [`tag:${draw(5000)}`, 1],
      ),
    ),
    label: random() < 0.3,
  }));
}

function timeModel<State>(
  model: OnlineModel<State, Features, number, boolean | number>,
  examples: readonly Example[],
): SliceTimes {
  const state = model.create();
  const given = (i: number): Example | undefined => examples[i % examples.length];
  return timeSlices({ ...SLICES, given }, (i) => {
    const example = given(i);
    if (example) model.learnOne(state, example.input, example.label);
  });
}

/** One event of a shop: the visit's propensity, the next page, the items seen together, the rating of one. */
function timeAllModels(data: DataFolder): { total: SliceTimes; propensity: SliceTimes } {
  const visits = loadOnlineShoppers(data);
  const random = createSeededRandom(2);
  const propensity = createPropensityModel();
  const markov = createMarkovModel({ symbols: 17 });
  const together = createCoOccurrence();
  const factors = createMatrixFactorisation();
  const states = {
    propensity: propensity.create(),
    markov: markov.create(),
    together: together.create(),
    factors: factors.create(),
  };
  const items = Array.from({ length: 1000 }, (_, i) => `item ${i}`);
  const drawItem = (): string => items[Math.floor(random() ** 2 * items.length)] ?? '';
  const events = Array.from({ length: 4000 }, () => ({
    pages: Array.from({ length: 5 }, () => Math.floor(random() * 17)),
    history: Array.from({ length: 10 }, drawItem),
    item: drawItem(),
    user: `user ${Math.floor(random() * 500)}`,
  }));
  const given = (i: number): unknown => [visits[i % visits.length], events[i % events.length]];
  const learnVisit = (i: number): void => {
    const visit = visits[i % visits.length];
    if (visit) propensity.learnOne(states.propensity, visit.features, visit.label);
  };
  const learnRest = (i: number): void => {
    const event = events[i % events.length];
    if (!event) return;
    markov.learnOne(states.markov, event.pages, i % 17);
    together.learnOne(states.together, event.history, event.item);
    factors.learnOne(states.factors, { user: event.user, item: event.item }, 1 + (i % 5));
  };
  const alone = timeSlices({ ...SLICES, given }, learnVisit);
  const total = timeSlices({ ...SLICES, given }, (i) => {
    learnVisit(i);
    learnRest(i);
  });
  return { total, propensity: alone };
}
