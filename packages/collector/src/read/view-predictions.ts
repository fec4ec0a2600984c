import type { StoredPrediction } from '../store/prediction-store.ts';

/** What is expected of a user, by what, and how to ask why. */
export interface PredictionView {
  readonly name: string;
  readonly value: number;
  readonly model: string;
  /** When the model was fitted last; null when it is gone. */
  readonly version: string | null;
  /** When this value was written. */
  readonly at: string;
  /** Left out where there is no money in it. */
  readonly currency?: string;
  /** Left out for what is so now. */
  readonly horizonDays?: number;
  /** What to ask `GET /v1/profiles/:id/explain?what=` for; left out where no events of the user alone explain it. */
  readonly explain?: string;
}

/** Shows predictions; times are ISO 8601. */
export function viewPredictions(predictions: readonly StoredPrediction[]): readonly PredictionView[] {
  return predictions.map(({ name, value, model, fittedAt, computedAt, currency, horizonDays }) => ({
    name,
    value,
    model,
    version: fittedAt === undefined ? null : new Date(fittedAt).toISOString(),
    at: new Date(computedAt).toISOString(),
    ...(currency === undefined ? {} : { currency }),
    ...(horizonDays === undefined ? {} : { horizonDays }),
    ...(currency === undefined ? {} : { explain: `lifetime-value:${currency}` }),
  }));
}
