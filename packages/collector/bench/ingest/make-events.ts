import { createEventIdSource } from '@likeness/core';

/** Makes Segment-shaped events of about 800 bytes, three quarters of them page views, of skewed visitors. */
export interface EventMaker {
  /** One batch of one visitor, as the JSON text of a request. */
  readonly batch: (size: number) => string;
  /** Batches that together hold two events of every visitor. */
  readonly everyVisitor: (size: number) => readonly string[];
  /** A batch of one event of a visitor outside the others. */
  readonly probe: (visitor: number) => { readonly anonymousId: string; readonly body: string };
}

const categories = 40;
const products = 400;
const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

/** Creates a maker; `random` answers 0 ≤ x < 1, `now` is the time of the events. */
export function createEventMaker(options: {
  readonly writeKey: string;
  readonly visitors: number;
  readonly random: () => number;
  readonly now: () => number;
}): EventMaker {
  const { writeKey, visitors, random, now } = options;
  const newId = createEventIdSource(random);
  // Squaring twice makes a few visitors and products much more frequent than the rest.
  const skewed = (most: number): number => Math.floor(random() ** 3 * most);

  const event = (visitor: number): object => {
    const product = skewed(products);
    const category = `Home/Room ${product % 8}/Shelf ${product % categories}`;
    const path = `/c/${product % categories}/p/${product}`;
    const at = now();
    const common = {
      messageId: newId(at),
      anonymousId: anonymousIdOf(visitor),
      timestamp: new Date(at).toISOString(),
      context: {
        page: {
          path,
          url: `https://shop.example.com${path}`,
          title: `Product ${product} · The shop with a name of usual length`,
          referrer: 'https://shop.example.com/',
          search: '',
        },
        userAgent,
        locale: 'en-GB',
        timezone: 'Europe/London',
        library: { name: '@likeness/sdk', version: '0.1.0' },
        screen: { width: 1440, height: 900, density: 2 },
        sessionId: `s-${visitor}`,
      },
    };
    if (random() < 0.75) {
      return {
        ...common,
        type: 'page',
        properties: { path, metadata: { categories: [category], brands: [`Brand ${product % 30}`] } },
      };
    }
    return {
      ...common,
      type: 'track',
      event: random() < 0.8 ? 'Product Viewed' : 'Product Added',
      properties: {
        product_id: `p-${product}`,
        name: `Product ${product}`,
        category,
        brand: `Brand ${product % 30}`,
        price: (product % 90) + 0.99,
        currency: 'GBP',
      },
    };
  };

  const body = (events: readonly object[]): string =>
    JSON.stringify({ writeKey, sentAt: new Date(now()).toISOString(), batch: events });

  return {
    batch: (size) => {
      const visitor = skewed(visitors);
      return body(Array.from({ length: size }, () => event(visitor)));
    },
    everyVisitor: (size) =>
      Array.from({ length: Math.ceil((2 * visitors) / size) }, (_, n) =>
        body(Array.from({ length: size }, (_, i) => event(Math.floor((n * size + i) / 2) % visitors))),
      ),
    probe: (visitor) => ({
      anonymousId: anonymousIdOf(visitors + visitor),
      body: body([event(visitors + visitor)]),
    }),
  };
}

function anonymousIdOf(visitor: number): string {
  return `visitor-${visitor.toString(16).padStart(8, '0')}-bench`;
}
