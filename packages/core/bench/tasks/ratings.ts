import { createMatrixFactorisation } from '../../src/models/matrix-factorisation.ts';
import type { OnlineModel } from '../../src/models/online-model.ts';
import { createRatingModel, type RatingInput } from '../../src/models/rating-model.ts';
import { loadMovieLens, type Rating } from '../data/movielens.ts';
import { type SliceTimes, timeSlices } from '../report/time-slices.ts';
import type { DataFolder, TaskResult } from '../task.ts';

/** How the stream is cut when it is timed; a few ratings at its end are left out. */
const SLICES = { slices: 1_000, size: 100 };

/** What rating prediction is judged by. */
export interface RatingFigures {
  readonly rmse: number;
  readonly mae: number;
  readonly seconds: number;
}

/** Prequential rating prediction on ml-latest-small; unseen users and movies are scored too. */
export async function runRatings(data: DataFolder): Promise<TaskResult> {
  const ratings = loadMovieLens(data);
  const stack = scoreRatings(createRatingModel(), ratings);
  const untagged = scoreRatings(
    createRatingModel(),
    ratings.map((rating) => ({ ...rating, tags: [] })),
  );
  const factors = scoreRatings(createMatrixFactorisation(), ratings);
  const biases = scoreRatings(createMatrixFactorisation({ factors: 0 }), ratings);
  const times = timeFactorisation(ratings);
  return {
    rows: [
      {
        task: 'ratings',
        metric: 'RMSE',
        value: stack.rmse,
        must: 0.89,
        goal: 0.875,
        better: 'lower',
        reference: 'VW .894, River-like MF .910, gradient boosting stack .872',
        seconds: stack.seconds,
      },
      {
        task: 'speed',
        metric: 'MF k=16 µs per update, fastest rounds',
        value: times.fastest,
        must: 0.3,
        goal: 0.1,
        better: 'lower',
        seconds: factors.seconds,
      },
    ],
    json: {
      'ratings.rmse': stack.rmse,
      'ratings.mae': stack.mae,
      'speed.matrixFactorisation': times.fastest,
    },
    comparisons: [
      compare('rating model: biases, factors, mood and tags stacked', stack),
      compare('the same without genres', untagged),
      compare('biased matrix factorisation, k = 16', factors),
      compare('biases only', biases),
      compare('running mean', scoreRatings(runningMean, ratings)),
      {
        task: 'µs per update',
        model: 'matrix factorisation, k = 16',
        figures: { fastest: times.fastest, median: times.median },
      },
    ],
  };
}

/** Runs one model over all ratings prequentially; predictions are clipped to 0.5 … 5. */
export function scoreRatings<State>(
  model: OnlineModel<State, RatingInput, number, number>,
  ratings: readonly Rating[],
): RatingFigures {
  const startedAt = performance.now();
  const state = model.create();
  let squared = 0;
  let absolute = 0;
  for (const rating of ratings) {
    const error = rating.rating - Math.min(5, Math.max(0.5, model.predictOne(state, rating)));
    squared += error * error;
    absolute += Math.abs(error);
    model.learnOne(state, rating, rating.rating);
  }
  return {
    rmse: Math.sqrt(squared / ratings.length),
    mae: absolute / ratings.length,
    seconds: (performance.now() - startedAt) / 1000,
  };
}

/** Time of `learnOne` over the whole stream, again and again. */
function timeFactorisation(ratings: readonly Rating[]): SliceTimes {
  const model = createMatrixFactorisation({ factors: 16 });
  const state = model.create();
  return timeSlices({ ...SLICES, given: (i) => ratings[i] }, (i) => {
    const rating = ratings[i];
    if (rating) model.learnOne(state, rating, rating.rating);
  });
}

const runningMean: OnlineModel<{ sum: number; count: number }, RatingInput, number, number> = {
  name: 'running-mean',
  version: 1,
  create: () => ({ sum: 0, count: 0 }),
  predictOne: ({ sum, count }) => (count === 0 ? 0 : sum / count),
  learnOne(state, _, label) {
    state.sum += label;
    state.count += 1;
    return state;
  },
};

function compare(model: string, { rmse, mae }: RatingFigures) {
  return { task: 'ratings', model, figures: { rmse, mae } };
}
