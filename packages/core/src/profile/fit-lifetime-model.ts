import { fitPurchaseForecast } from '../models/fit-purchase-forecast.ts';
import type { PurchaseHistory } from '../models/purchase-forecast.ts';
import { logGamma } from '../statistics/log-gamma.ts';
import { minimise } from '../statistics/minimise.ts';
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

/**
 * Fits what a population teaches about lifetime value: BG/NBD for how often, Gamma-Gamma for how much. `undefined`
 * (unknown) with too few buyers who paid anything, or when none of them came back.
 */
export function fitLifetimeModel(buyers: readonly Buyer[]): LifetimeModel | undefined {
  const paying = buyers.filter(({ revenue }) => revenue > 0);
  if (paying.length < fewestLifetimeBuyers || paying.every(({ orders }) => orders < 2)) return undefined;
  return { purchases: fitPurchaseForecast(buyers.map(({ history }) => history)), ...fitOrders(paying) };
}

/** Pull towards the start, in buyers, as in `fitPurchaseForecast`. */
const priorStrength = 0.05;

/** ln p, ln(q − 1) and ln γ before there is data, with money in units of the mean order. */
const start = [Math.log(4), Math.log(3), Math.log(0.75)];

/**
 * Fits Gamma-Gamma by maximum likelihood (Fader, Hardie, "The Gamma-Gamma Model of Monetary Value", 2013, equation 1a):
 * orders of a buyer vary as Gamma(p, ν), and ν across buyers as Gamma(q, γ). The expected order of a buyer is then a
 * mean of `γp / (q − 1)`, weighing `(q − 1) / p` orders, and of their own orders.
 */
function fitOrders(buyers: readonly Buyer[]): Pick<LifetimeModel, 'meanOrder' | 'meanOrderStrength'> {
  const unit = sumOf(buyers, ({ revenue }) => revenue) / sumOf(buyers, ({ orders }) => orders);
  const scaled = buyers.map(({ orders, revenue }) => ({ orders, total: revenue / unit }));
  const best = minimise((logs) => {
    const { p, q, gamma } = parametersOf(logs);
    let loss = 0;
    for (const { orders, total } of scaled) {
      const shape = p * orders;
      loss -=
        logGamma(shape + q) -
        logGamma(shape) -
        logGamma(q) +
        q * Math.log(gamma) +
        shape * Math.log(total) -
        (shape + q) * Math.log(gamma + total);
    }
    for (const [i, log] of logs.entries()) loss += priorStrength * (log - (start[i] ?? 0)) ** 2;
    return loss;
  }, start);
  const { p, q, gamma } = parametersOf(best);
  return { meanOrder: (gamma * p * unit) / (q - 1), meanOrderStrength: (q - 1) / p };
}

function parametersOf(logs: readonly number[]): {
  readonly p: number;
  readonly q: number;
  readonly gamma: number;
} {
  const [p = 1, excess = 1, gamma = 1] = logs.map((log) => Math.exp(Math.min(12, Math.max(-12, log))));
  return { p, q: 1 + excess, gamma };
}

function sumOf<T>(items: readonly T[], read: (item: T) => number): number {
  return items.reduce((sum, item) => sum + read(item), 0);
}
