import type { LikenessEvent } from '../event/event.ts';
import { expectedPurchases } from '../models/purchase-forecast.ts';
import { dayMs } from './decay.ts';
import { createMap, type Draft } from './draft.ts';
import { explainChoice, explainSum, type ProfileExplanation, unknown } from './explain.ts';
import { type LifetimeModel, lifetimeValue, purchaseHistory } from './lifetime-value.ts';
import { foldValue, mainCurrency, orderOf, type Value, type ValueSlice } from './value.ts';

/** What of a user's worth is meant. */
export type WorthReading = 'orders' | 'items' | 'refunds' | 'revenue' | 'refunded' | 'average-order';

/**
 * Explains orders, units, refunds, money (in currency units) or the average order. Without a currency, as segment rules
 * read it: counts over all currencies, money in the one with most orders.
 */
export function explainWorth(
  events: readonly LikenessEvent[],
  worth: { readonly read: WorthReading; readonly currency?: string },
): ProfileExplanation {
  const { read } = worth;
  const isCount = read === 'orders' || read === 'items' || read === 'refunds';
  const slice = worthOf(events);
  const currency = worth.currency ?? (isCount ? undefined : mainCurrency(slice));
  if (read !== 'average-order') {
    const where = currency === undefined ? '' : ` in ${currency}`;
    return explainSum(events, `sum over orders and refunds${where}`, (event) =>
      partOf(event, currency, (value) => readValue(value, read)),
    );
  }
  const own = currency === undefined ? undefined : slice[currency];
  if (own === undefined || own.orders === 0) return unknown('revenue / orders');
  return explainSum(events, 'revenue / orders', (event) =>
    partOf(event, currency, (value) =>
      value.orders === 0 ? undefined : value.revenueMicros / 1e6 / own.orders,
    ),
  );
}

/** Explains recency (days), frequency or money as RFM has them, in one currency. */
export function explainRfm(
  events: readonly LikenessEvent[],
  rfm: { readonly read: 'recency' | 'frequency' | 'monetary'; readonly currency: string },
  now: number,
): ProfileExplanation {
  const { currency } = rfm;
  const own = worthOf(events)[currency];
  const formulas = {
    recency: 'days since the last order',
    frequency: 'number of orders',
    monetary: 'revenue − refunds, at least 0',
  };
  const formula = formulas[rfm.read];
  if (own?.lastOrderAt === undefined) return unknown(formula);
  switch (rfm.read) {
    case 'recency': {
      const last = events.find((event) =>
        partOf(event, currency, ({ lastOrderAt }) => (lastOrderAt === own.lastOrderAt ? 1 : undefined)),
      );
      const value = Math.max(0, now - own.lastOrderAt) / dayMs;
      return explainChoice(events, formula, last === undefined ? undefined : { event: last, value });
    }
    case 'frequency':
      return explainSum(events, formula, (event) =>
        partOf(event, currency, ({ orders }) => orders || undefined),
      );
    case 'monetary':
      return explainSum(events, formula, (event) => partOf(event, currency, (value) => netOf(value, own)));
  }
}

/**
 * Explains the lifetime value: each order and refund gives the expected orders times its part of the expected order; the
 * base is what the mean order of all buyers adds to it.
 */
export function explainLifetimeValue(
  events: readonly LikenessEvent[],
  model: LifetimeModel,
  at: { readonly currency: string; readonly now: number; readonly horizonDays: number },
): ProfileExplanation {
  const slice = worthOf(events);
  const own = slice[at.currency];
  const history = purchaseHistory(slice, at.currency, at.now);
  const { meanOrder, meanOrderStrength: strength } = model;
  const formula = `expected orders in ${at.horizonDays} d (BG/NBD) × (${strength} × mean order of all + revenue) / (${strength} + orders)`;
  if (own === undefined || history === undefined) return unknown(formula);
  const factor = expectedPurchases(model.purchases, history, at.horizonDays) / (strength + own.orders);
  const whole = explainSum(
    events,
    formula,
    (event) =>
      partOf(event, at.currency, (value) => {
        const net = netOf(value, own);
        return net === undefined ? undefined : net * factor;
      }),
    factor * strength * meanOrder,
  );
  return { ...whole, value: lifetimeValue(slice, model, at)?.value };
}

/** Revenue less refunds in currency units; where more was refunded than paid, refunds count as far as was paid. */
function netOf(value: Value, own: Value): number | undefined {
  const refunded = Math.min(1, own.revenueMicros / (own.refundedMicros || 1)) * value.refundedMicros;
  return value.orders === 0 && value.refunds === 0 ? undefined : (value.revenueMicros - refunded) / 1e6;
}

function readValue(value: Value, read: Exclude<WorthReading, 'average-order'>): number | undefined {
  switch (read) {
    case 'orders':
    case 'items':
      return value.orders === 0 ? undefined : value[read];
    case 'refunds':
      return value.refunds || undefined;
    case 'revenue':
      return value.orders === 0 ? undefined : value.revenueMicros / 1e6;
    case 'refunded':
      return value.refunds === 0 ? undefined : value.refundedMicros / 1e6;
  }
}

function partOf(
  event: LikenessEvent,
  currency: string | undefined,
  read: (value: Value) => number | undefined,
): number | undefined {
  const order = orderOf(event);
  return order === undefined || (currency !== undefined && order.currency !== currency)
    ? undefined
    : read(order.value);
}

function worthOf(events: readonly LikenessEvent[]): ValueSlice {
  const slice = createMap<Draft<Value>>();
  for (const event of events) foldValue(slice, event);
  return slice;
}
