import {
  aliveProbability,
  expectedPurchases,
  type PurchaseHistory,
  type PurchaseParameters,
} from '../models/purchase-forecast.ts';
import { dayMs } from './decay.ts';
import type { ValueSlice } from './value.ts';

/** What the population teaches about buying; fitted by a job. */
export interface LifetimeModel {
  /** BG/NBD, with times in days. */
  readonly purchases: PurchaseParameters;
  /** Mean revenue of an order over all buyers, in currency units, and how many orders of it each is thought to bring. */
  readonly meanOrder: number;
  readonly meanOrderStrength: number;
}

/** What a buyer is expected to spend, in one currency. */
export interface LifetimeValue {
  /** Currency units within the horizon: `expectedOrders · orderValue`. */
  readonly value: number;
  readonly expectedOrders: number;
  /** `(strength · meanOrder + revenue) / (strength + orders)`: few orders are pulled to the mean of all buyers. */
  readonly orderValue: number;
  /** Probability of still being a customer, 0–1. */
  readonly alive: number;
}

/** The purchase history that BG/NBD reads, in days; `undefined` without an order in the currency. */
export function purchaseHistory(
  value: ValueSlice,
  currency: string,
  now: number,
): PurchaseHistory | undefined {
  const own = Object.hasOwn(value, currency) ? value[currency] : undefined;
  if (own?.firstOrderAt === undefined || own.lastOrderAt === undefined || own.orders === 0) return undefined;
  return {
    frequency: own.orders - 1,
    recency: (own.lastOrderAt - own.firstOrderAt) / dayMs,
    age: Math.max(own.lastOrderAt, now) / dayMs - own.firstOrderAt / dayMs,
  };
}

/**
 * Estimates what a buyer will spend in the next `horizonDays`: expected purchases by BG/NBD (Fader, Hardie, Lee 2005)
 * times the expected order, a weighted mean of their own and everybody's (the form that the Gamma-Gamma model of
 * Fader, Hardie, "RFM and CLV", 2005, gives to it). Unknown (`undefined`) without an order in the currency.
 */
export function lifetimeValue(
  value: ValueSlice,
  model: LifetimeModel,
  at: { readonly currency: string; readonly now: number; readonly horizonDays: number },
): LifetimeValue | undefined {
  const history = purchaseHistory(value, at.currency, at.now);
  const own = value[at.currency];
  if (history === undefined || own === undefined) return undefined;
  const { meanOrder, meanOrderStrength } = model;
  const revenue = Math.max(0, own.revenueMicros - own.refundedMicros) / 1e6;
  const orderValue = (meanOrderStrength * meanOrder + revenue) / (meanOrderStrength + own.orders);
  const expectedOrders = expectedPurchases(model.purchases, history, at.horizonDays);
  return {
    value: expectedOrders * orderValue,
    expectedOrders,
    orderValue,
    alive: aliveProbability(model.purchases, history),
  };
}
