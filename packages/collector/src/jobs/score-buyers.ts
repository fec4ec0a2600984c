import {
  type Buyer,
  type LifetimeModel,
  lifetimeValue,
  purchaseHistory,
  type ValueSlice,
} from '@likeness/core';
import {
  type BuyerLifetime,
  buyerPage,
  deleteStaleLifetimeValues,
  lifetimeHorizonDays,
  readBuyerPopulations,
  type StoredBuyer,
  sampleBuyers,
  saveBuyerPopulations,
  saveLifetimeValues,
} from '../store/buyer-store.ts';
import type { Statements } from '../store/connect.ts';
import { announcePredictions } from '../store/prediction-store.ts';
import type { RunInThread } from './run-in-thread.ts';
import type { Job } from './schedule.ts';

/** Enough for a model with four parameters; a second of computing. */
const sampleSize = 2_000;
const pageSize = 500;

/**
 * Looks at all buyers by schedule: the quintile cuts that recency, frequency and money are scored against, the model
 * of lifetime value, and the value of each buyer under it. Running it again gives the same.
 */
export function createBuyerScores(deps: {
  readonly sql: Statements;
  readonly everyMs: number;
  readonly runInThread: RunInThread;
}): Job {
  const { sql, everyMs } = deps;
  return {
    name: 'buyer-scores',
    everyMs,
    run: async ({ now, signal }) => {
      const populations = [];
      const models = new Map<string, LifetimeModel>();
      for (const population of await readBuyerPopulations(sql, now)) {
        const sample = await sampleBuyers(sql, population, sampleSize);
        const buyers = sample.flatMap((buyer) => buyerOf(buyer, now));
        const model = await deps.runInThread({ what: 'fit-lifetime', buyers }, signal);
        if (model !== undefined) models.set(`${population.siteId} ${population.currency}`, model);
        populations.push({ ...population, model });
      }
      await saveBuyerPopulations(sql, populations, now);
      let rows = 0;
      let after: string | undefined;
      do {
        signal.throwIfAborted();
        const { buyers, last } = await buyerPage(sql, after, pageSize);
        const values = buyers.flatMap((buyer) => lifetimeOf(buyer, models, now));
        if (values.length > 0) await saveLifetimeValues(sql, values, now);
        rows += buyers.length;
        after = last;
      } while (after !== undefined);
      await deleteStaleLifetimeValues(sql);
      await announcePredictions(sql, now);
      return { rows };
    },
  };
}

function lifetimeOf(
  buyer: StoredBuyer,
  models: ReadonlyMap<string, LifetimeModel>,
  now: number,
): readonly BuyerLifetime[] {
  const { currency, siteId } = buyer;
  const model = models.get(`${siteId} ${currency}`);
  if (model === undefined) return [];
  const lifetime = lifetimeValue(sliceOf(buyer), model, { currency, now, horizonDays: lifetimeHorizonDays });
  return lifetime === undefined ? [] : [{ ...buyer, lifetime }];
}

function buyerOf(buyer: StoredBuyer, now: number): readonly Buyer[] {
  const history = purchaseHistory(sliceOf(buyer), buyer.currency, now);
  const revenue = Math.max(0, buyer.revenueMicros - buyer.refundedMicros) / 1e6;
  return history === undefined ? [] : [{ history, orders: buyer.orders, revenue }];
}

/** As much of the value slice as these estimates read. */
function sliceOf({ currency, ...value }: StoredBuyer): ValueSlice {
  return { [currency]: { ...value, refunds: 0, items: 0 } };
}
