import type { JsonObject, LikenessEvent } from '../event/event.ts';
import { semanticEvents } from '../event/semantic-events.ts';
import { dropLowest } from './bound.ts';
import type { Draft } from './draft.ts';
import { numberOf, objectsOf } from './read-property.ts';

/**
 * Orders and money in one currency.
 *
 * Money is kept in millionths of the currency unit as whole numbers, so sums are exact in any order (up to nine
 * billion units).
 */
export interface Value {
  readonly orders: number;
  readonly revenueMicros: number;
  readonly refunds: number;
  readonly refundedMicros: number;
  /** Units bought. */
  readonly items: number;
  /** Event time of the first and last order, epoch ms; absent without an order. */
  readonly firstOrderAt?: number;
  readonly lastOrderAt?: number;
}

/** What a user was worth, by ISO 4217 currency; orders without one are under {@link unknownCurrency}. */
export type ValueSlice = Readonly<Record<string, Value>>;

/** ISO 4217's code for "no currency". */
export const unknownCurrency = 'XXX';

/** Currencies per profile; beyond it the one with the fewest orders goes. */
export const currencyLimit = 8;

/** Folds an order or a refund; answers how many currencies the bound pushed out. Other events change nothing. */
export function foldValue(value: Draft<ValueSlice>, event: LikenessEvent): number {
  const order = orderOf(event);
  return order === undefined ? 0 : addValue(value, order.currency, order.value);
}

/** What one order or refund is worth; `undefined` for any other event. */
export function orderOf(
  event: LikenessEvent,
): { readonly currency: string; readonly value: Value } | undefined {
  if (event.type !== 'track') return undefined;
  const { properties, occurredAt: at } = event;
  if (event.event === semanticEvents.orderCompleted) {
    return {
      currency: currencyOf(properties),
      value: {
        orders: 1,
        revenueMicros: orderAmountMicros(properties),
        refunds: 0,
        refundedMicros: 0,
        items: itemCount(properties),
        firstOrderAt: at,
        lastOrderAt: at,
      },
    };
  }
  if (event.event === semanticEvents.orderRefunded) {
    return {
      currency: currencyOf(properties),
      value: {
        orders: 0,
        revenueMicros: 0,
        refunds: 1,
        refundedMicros: Math.abs(orderAmountMicros(properties)),
        items: 0,
      },
    };
  }
  return undefined;
}

/** Merges `from` into `into`; answers how many currencies the bound pushed out. */
export function mergeValues(into: Draft<ValueSlice>, from: ValueSlice): number {
  let dropped = 0;
  for (const currency of Object.keys(from)) {
    const value = from[currency];
    if (value !== undefined) dropped += addValue(into, currency, value);
  }
  return dropped;
}

/**
 * An order's amount in millionths: `revenue`, else `total`, else `value`, else the sum of its products'
 * price × quantity (Segment e-commerce spec: revenue leaves shipping and tax out, total has them in).
 */
export function orderAmountMicros(properties: JsonObject): number {
  for (const key of ['revenue', 'total', 'value']) {
    const amount = numberOf(properties[key]);
    if (amount !== undefined) return toMicros(amount);
  }
  let sum = 0;
  for (const product of objectsOf(properties.products)) {
    sum += toMicros((numberOf(product.price) ?? 0) * (numberOf(product.quantity) ?? 1));
  }
  return sum;
}

/** The currency with most orders; ties go to the code that comes first. `undefined` before any order or refund. */
export function mainCurrency(slice: ValueSlice): string | undefined {
  const [main] = Object.entries(slice).sort(([a, x], [b, y]) => y.orders - x.orders || (a < b ? -1 : 1));
  return main?.[0];
}

function addValue(values: Draft<ValueSlice>, currency: string, added: Value): number {
  const known = values[currency];
  if (known === undefined) {
    values[currency] = { ...added };
    return dropLowest(values, currencyLimit, (value) => value.orders + value.refunds);
  }
  known.orders += added.orders;
  known.revenueMicros += added.revenueMicros;
  known.refunds += added.refunds;
  known.refundedMicros += added.refundedMicros;
  known.items += added.items;
  if (added.firstOrderAt !== undefined) {
    known.firstOrderAt = Math.min(known.firstOrderAt ?? added.firstOrderAt, added.firstOrderAt);
  }
  if (added.lastOrderAt !== undefined) {
    known.lastOrderAt = Math.max(known.lastOrderAt ?? added.lastOrderAt, added.lastOrderAt);
  }
  return 0;
}

function itemCount(properties: JsonObject): number {
  let items = 0;
  for (const product of objectsOf(properties.products)) items += Math.round(numberOf(product.quantity) ?? 1);
  return items;
}

/** The currency that an event names, upper case; {@link unknownCurrency} when it names none. */
export function currencyOf(properties: JsonObject): string {
  const { currency } = properties;
  if (typeof currency !== 'string' || currency.length !== 3) return unknownCurrency;
  if (isCapital(currency, 0) && isCapital(currency, 1) && isCapital(currency, 2)) return currency;
  return /^[A-Za-z]{3}$/.test(currency) ? currency.toUpperCase() : unknownCurrency;
}

/** Every product says its currency, and most say it so: reading three letters takes less than a pattern. */
function isCapital(text: string, place: number): boolean {
  const code = text.charCodeAt(place);
  return code >= 65 && code <= 90;
}

function toMicros(amount: number): number {
  const micros = Math.round(amount * 1e6);
  return Number.isSafeInteger(micros) ? micros : 0;
}
