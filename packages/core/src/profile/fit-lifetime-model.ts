import { fitPurchaseForecast } from '../models/fit-purchase-forecast.ts';
import type { PurchaseHistory } from '../models/purchase-forecast.ts';
import type { LifetimeModel } from './lifetime-value.ts';

/** One buyer of a population, in one currency. */
export interface Buyer {
  readonly history: PurchaseHistory;
  readonly orders: number;
  /** Revenue less refunds, currency units. */
  readonly revenue: number;
}

/** Below so many buyers nothing is said of lifetime value. */
export const fewestLifetimeBuyers = 30;

const strengthRange = [0.1, 50] as const;

/**
 * Fits what a population teaches about lifetime value; `undefined` (unknown) with too few buyers, or when none of them
 * came back.
 *
 * How many orders of the mean each buyer is thought to bring is Bühlmann's credibility constant k = within / between
 * (ASTIN Bulletin 4, 1967): the squared distance of buyers' own means from everybody's is regressed on 1 / orders,
 * whose intercept is the variance between buyers and whose slope that within one. Bounded to 0.1–50.
 */
export function fitLifetimeModel(buyers: readonly Buyer[]): LifetimeModel | undefined {
  if (buyers.length < fewestLifetimeBuyers || buyers.every(({ orders }) => orders < 2)) return undefined;
  const orders = sumOf(buyers, (buyer) => buyer.orders);
  const meanOrder = sumOf(buyers, (buyer) => buyer.revenue) / orders;
  return {
    purchases: fitPurchaseForecast(buyers.map(({ history }) => history)),
    meanOrder,
    meanOrderStrength: credibility(buyers, meanOrder),
  };
}

function credibility(buyers: readonly Buyer[], meanOrder: number): number {
  const [least, most] = strengthRange;
  const points = buyers.map(({ orders, revenue }) => ({
    x: 1 / orders,
    y: (revenue / orders - meanOrder) ** 2,
  }));
  const meanX = sumOf(points, ({ x }) => x) / points.length;
  const meanY = sumOf(points, ({ y }) => y) / points.length;
  const spread = sumOf(points, ({ x }) => (x - meanX) ** 2);
  if (spread === 0) return 1;
  const within = sumOf(points, ({ x, y }) => (x - meanX) * (y - meanY)) / spread;
  const between = meanY - within * meanX;
  if (within <= 0) return least;
  return between <= 0 ? most : Math.min(most, Math.max(least, within / between));
}

function sumOf<T>(items: readonly T[], read: (item: T) => number): number {
  return items.reduce((sum, item) => sum + read(item), 0);
}
