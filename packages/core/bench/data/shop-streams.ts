import type { JsonObject, LikenessEvent } from '../../src/event/event.ts';
import { layOutEventId } from '../../src/event/event-id.ts';
import type { DataFolder } from '../task.ts';
import { loadMovieLens } from './movielens.ts';
import { type InvoiceLine, loadOnlineRetail } from './online-retail.ts';

/** The events of each user in time order, as our SDK would have sent them. */
export type Streams = readonly (readonly LikenessEvent[])[];

/**
 * Online Retail as a shop's traffic: of each line of an invoice a view and an addition to the cart, then the order.
 *
 * Tags: category (last word of the description, as in the interest task), product, price band, hour, weekday, device.
 */
export function onlineRetailStreams(data: DataFolder): Streams {
  const invoices = new Map<string, InvoiceLine[]>();
  for (const line of loadOnlineRetail(data)) {
    if (line.customer === '' || !(line.quantity > 0)) continue;
    const lines = invoices.get(line.invoice) ?? [];
    invoices.set(line.invoice, lines);
    lines.push(line);
  }
  const users = new Map<string, LikenessEvent[]>();
  for (const lines of invoices.values()) {
    const [first] = lines;
    if (first === undefined) continue;
    const stream = users.get(first.customer) ?? [];
    users.set(first.customer, stream);
    appendInvoice(stream, lines, first.at);
  }
  return [...users.values()];
}

function appendInvoice(stream: LikenessEvent[], lines: readonly InvoiceLine[], at: number): void {
  const products = lines.map(productOf);
  const beganAt = at - products.length * 20_000;
  for (const [i, product] of products.entries()) {
    const seenAt = beganAt + i * 20_000;
    stream.push(track('Product Viewed', product, seenAt, i === 0 ? arrival : browser));
    stream.push(track('Product Added', product, seenAt + 10_000, browser));
  }
  stream.push(track('Order Completed', { currency: 'GBP', products }, at, browser));
}

function productOf(line: InvoiceLine): JsonObject {
  const category = line.description.trim().split(' ').at(-1)?.toLowerCase() ?? '';
  return {
    product_id: line.code,
    name: line.description,
    category,
    price: line.price,
    currency: 'GBP',
    quantity: line.quantity,
  };
}

/** MovieLens as a video service's traffic: each rating is a video watched to its end; genres are its keywords. */
export function movieLensStreams(data: DataFolder): Streams {
  const users = new Map<string, LikenessEvent[]>();
  for (const { user, item, tags, at } of loadMovieLens(data)) {
    const stream = users.get(user) ?? [];
    users.set(user, stream);
    const properties = { title: `movie ${item}`, keywords: tags, author: `studio ${Number(item) % 40}` };
    stream.push(track('Video Content Completed', properties, at * 1_000, browser));
  }
  return [...users.values()];
}

const browser: JsonObject = {
  userAgent:
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36',
  locale: 'en-GB',
  timezone: 'Europe/London',
  library: { name: '@likeness/sdk', version: '0.1.0' },
  page: { path: '/', url: 'https://shop.example/', referrer: '', title: 'Shop', search: '' },
};

const arrival: JsonObject = { ...browser, sessionStart: true };

function track(event: string, properties: JsonObject, at: number, context: JsonObject): LikenessEvent {
  return {
    type: 'track',
    event,
    properties,
    eventId: layOutEventId(at, '0'.repeat(19)),
    occurredAt: at,
    context,
  };
}
