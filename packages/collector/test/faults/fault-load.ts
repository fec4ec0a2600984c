import { setTimeout as delay } from 'node:timers/promises';

/** A fixed set of events under load, sent until every one of them was accepted. */
export interface FaultLoad {
  readonly batches: number;
  readonly batchSize: number;
  readonly senders: number;
  /** Parallel copies of every batch; default 1. */
  readonly copies?: number;
  /** Where a batch goes: tried anew at every attempt. */
  readonly url: (batch: number, copy: number) => Promise<string> | string;
  readonly writeKey: string;
  /** Order in which batches are sent; default as numbered. */
  readonly order?: readonly number[];
  /** After a batch was accepted; answered batches so far. */
  readonly onAnswered?: (answered: number) => Promise<void>;
  /** After an attempt was answered with 429 or 503; refused attempts so far. */
  readonly onRefused?: (refused: number) => Promise<void>;
  readonly eventOf?: (number: number) => object;
}

/** What the senders saw. */
export interface FaultLoadResult {
  readonly accepted: number;
  readonly duplicate: number;
  /** Attempts whose connection broke. */
  readonly broken: number;
  /** Attempts that were answered with 429 or 503. */
  readonly refused: number;
}

/** What a client of a careful maker waits before it tries again, ms. */
const retryMs = 40;

/** Sends the load as clients do: a broken connection, 429 and 503 are tried again, anything else is an error. */
export async function sendLoad(load: FaultLoad): Promise<FaultLoadResult> {
  const { batches, batchSize, copies = 1, order = Array.from({ length: batches }, (_, i) => i) } = load;
  const seen = { accepted: 0, duplicate: 0, broken: 0, refused: 0 };
  const makeEvent = load.eventOf ?? eventOf;

  async function send(batch: number, copy: number): Promise<void> {
    const events = Array.from({ length: batchSize }, (_, i) => makeEvent(batch * batchSize + i));
    const body = JSON.stringify({ writeKey: load.writeKey, batch: events });
    for (;;) {
      const url = await load.url(batch, copy);
      const answer = await attempt(`${url}/v1/batch`, body);
      if (answer.status === 200) {
        seen.accepted += answer.accepted;
        seen.duplicate += answer.duplicate;
        return;
      }
      if (answer.status === 0) seen.broken++;
      else if (answer.status === 429 || answer.status === 503) {
        seen.refused++;
        await load.onRefused?.(seen.refused);
      } else throw new Error(`a good batch was answered with ${answer.status}`);
      await delay(retryMs);
    }
  }

  let next = 0;
  let answered = 0;
  await Promise.all(
    Array.from({ length: load.senders }, async () => {
      while (next < order.length) {
        const batch = order[next++] ?? 0;
        await Promise.all(Array.from({ length: copies }, (_, copy) => send(batch, copy)));
        await load.onAnswered?.(++answered);
      }
    }),
  );
  return seen;
}

async function attempt(
  url: string,
  body: string,
): Promise<{ readonly status: number; readonly accepted: number; readonly duplicate: number }> {
  try {
    const response = await fetch(url, { method: 'POST', body });
    // An ingest answer; a refusal has neither number.
    const answer = (await response.json()) as { readonly accepted?: number; readonly duplicate?: number };
    return { status: response.status, accepted: answer.accepted ?? 0, duplicate: answer.duplicate ?? 0 };
  } catch {
    // A connection that broke, or an answer that was cut in the middle: whether it was taken is not known.
    return { status: 0, accepted: 0, duplicate: 0 };
  }
}

const devices = 40;
const startAt = Date.UTC(2026, 4, 1);

/** Views, searches, orders and, now and then, a log-in, so that profiles merge in the middle of it. */
export function eventOf(number: number): object {
  const device = number % devices;
  const common = {
    messageId: `fault-${number}`,
    anonymousId: `device-${device}`,
    timestamp: new Date(startAt + number * 1_000).toISOString(),
    context: { sessionId: `session-${device}-${Math.floor(number / 900)}` },
  };
  if (number % 97 === 96) {
    return { ...common, type: 'identify', userId: `user-${device % 25}`, traits: { seen: number } };
  }
  if (number % 7 === 5) {
    return {
      ...common,
      type: 'track',
      event: 'Products Searched',
      properties: { query: `cup ${number % 9}` },
    };
  }
  if (number % 13 === 8) {
    const properties = { order_id: `o-${number}`, revenue: number % 100, currency: 'EUR' };
    return { ...common, type: 'track', event: 'Order Completed', properties };
  }
  const properties = {
    category: `Home/Kitchen/${number % 9}`,
    brand: `brand ${number % 4}`,
    price: number % 90,
  };
  return { ...common, type: 'track', event: 'Product Viewed', properties };
}
