import { createEventIdSource } from '@likeness/core';
import type { ApplyInput } from '../../src/apply/apply-batch.ts';
import { acceptEvents } from '../../src/ingest/accept-events.ts';

/** Makes events of a few devices and users: views, searches, orders, log-ins, sessions, any script. */
export interface RandomEvents {
  /** The same numbers in every run, 0 ≤ x < 1. */
  readonly random: () => number;
  readonly pick: <T>(items: readonly T[]) => T;
  /** A new id of an event at a time, epoch ms. */
  readonly newId: (at: number) => string;
  /** As a client sends it. */
  readonly make: () => object;
  /** What became of what was sent, on its way into `apply`. */
  readonly accept: (values: readonly object[]) => ApplyInput;
}

/** Creates a maker of events in the 40 hours before `now`, epoch ms. */
export function createRandomEvents(seed: number, now: number): RandomEvents {
  const random = createRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const newId = createEventIdSource(random);

  function makeEvent(): object {
    const device = Math.floor(random() * 6);
    const at = now - Math.floor(random() * 40) * 3_600_000 - Math.floor(random() * 1_000);
    const ids = pick([
      { anonymousId: `d${device}` },
      { anonymousId: `d${device}` },
      { anonymousId: `d${device}`, userId: `u${device % 4}` },
      { userId: `u${device % 4}` },
    ]);
    const context = {
      page: {
        path: `/p/${device}`,
        url: `https://x.example/p/${device}`,
        title: 'Äpfel 😀 "quoted"',
        search: '',
      },
      locale: 'de-AT',
      timezone: 'Europe/Vienna',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0',
      ...(random() < 0.7 ? { sessionId: `s${Math.floor(at / 7_200_000)}` } : {}),
      ...(random() < 0.2 ? { odd: { nested: [1, 'two', null] } } : {}),
    };
    const common = { messageId: newId(at), timestamp: new Date(at).toISOString(), context, ...ids };
    const properties = {
      category: `Home > ${pick(['A', 'B'])}`,
      brand: 'Acme',
      price: 12.5,
      currency: 'EUR',
    };
    return pick([
      { ...common, type: 'page', properties: { metadata: { categories: ['Home > A'] } } },
      { ...common, type: 'track', event: 'Product Viewed', properties },
      { ...common, type: 'track', event: 'Products Searched', properties: { query: 'blaue Tasse' } },
      {
        ...common,
        type: 'track',
        event: 'Order Completed',
        properties: { order_id: newId(at), revenue: 30, currency: 'EUR', products: [properties] },
      },
      { ...common, type: 'track', event: 'Page Left', properties: { visibleMs: 1234.5 } },
      { ...common, type: 'identify', traits: { plan: pick(['free', 'pro']), 'a\\b': 'tab\there' } },
    ]);
  }

  function accept(values: readonly object[]): ApplyInput {
    return acceptEvents(
      values.map((value) => ({ value, defaults: { sentAt: now } })),
      { siteId: 1, receivedAt: now, source: 'http', newId: () => newId(now) },
    );
  }

  return { random, pick, newId, make: makeEvent, accept };
}

/** Park and Miller's generator. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
