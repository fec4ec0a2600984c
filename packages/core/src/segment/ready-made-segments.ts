import { semanticEvents } from '../event/semantic-events.ts';
import type { Comparison, Measure, SegmentDefinition, Test } from './rule.ts';

/** Where the ready-made segments draw their lines. */
export interface ReadyMadeOptions {
  /** Revenue in the user's main currency from which a user is of high value. Default 500. */
  readonly highValueRevenue?: number;
  /** Days without an event after which a buyer is at risk. Default 30. */
  readonly atRiskDays?: number;
  /** Days without an event after which anybody has lapsed. Default 90. */
  readonly lapsedDays?: number;
  /** Days since the first event within which a user is new. Default 7. */
  readonly newDays?: number;
}

/**
 * Eight segments that need no configuration: `high-value`, `loyal`, `at-risk`, `lapsed`, `new`, `engaged`,
 * `window-shopper` and `bargain-hunter`. Nobody is at risk and lapsed at once.
 */
export function readyMadeSegments(options: ReadyMadeOptions = {}): readonly SegmentDefinition[] {
  const { highValueRevenue = 500, atRiskDays = 30, lapsedDays = 90, newDays = 7 } = options;
  const quietFor: Measure = { measure: 'days-since', time: 'last' };
  return [
    {
      name: 'high-value',
      description: `Spent ${highValueRevenue} or more, refunds not counted off.`,
      rule: compare({ measure: 'value', read: 'revenue' }, { atLeast: highValueRevenue }),
    },
    {
      name: 'loyal',
      description: `Bought three times or more and was here within ${atRiskDays} days.`,
      rule: {
        all: [compare(orders, { atLeast: 3 }), compare(quietFor, { atMost: atRiskDays })],
      },
    },
    {
      name: 'at-risk',
      description: `Bought twice or more, but was not here for ${atRiskDays} to ${lapsedDays} days.`,
      rule: {
        all: [compare(orders, { atLeast: 2 }), compare(quietFor, { above: atRiskDays, atMost: lapsedDays })],
      },
    },
    {
      name: 'lapsed',
      description: `Was not here for more than ${lapsedDays} days.`,
      rule: compare(quietFor, { above: lapsedDays }),
    },
    {
      name: 'new',
      description: `First seen within ${newDays} days.`,
      rule: compare({ measure: 'days-since', time: 'first' }, { atMost: newDays }),
    },
    {
      name: 'engaged',
      description: 'Two events a day or more over the last weeks, in two visits or more.',
      rule: {
        all: [
          compare({ measure: 'rate', kind: 'all', halfLife: 'week' }, { atLeast: 2 }),
          compare({ measure: 'engagement', read: 'visits' }, { atLeast: 2 }),
        ],
      },
    },
    {
      name: 'window-shopper',
      description: `Looked at ten products or more without ever buying, and was here within ${atRiskDays} days.`,
      rule: {
        all: [
          compare({ measure: 'count', event: semanticEvents.productViewed }, { atLeast: 10 }),
          compare(orders, { equals: 0 }),
          compare(quietFor, { atMost: atRiskDays }),
        ],
      },
    },
    {
      name: 'bargain-hunter',
      description:
        'Looks at and buys mostly what is discounted, or follows promotions and coupons again and again.',
      rule: {
        any: [
          compare({ measure: 'psychographic', read: 'discount-share' }, { atLeast: 0.5 }),
          compare({ measure: 'count', event: semanticEvents.promotionClicked }, { atLeast: 3 }),
          compare({ measure: 'count', event: 'Coupon Applied' }, { atLeast: 2 }),
        ],
      },
    },
  ];
}

const orders: Measure = { measure: 'value', read: 'orders' };

function compare(of: Measure, is: Test): Comparison {
  return { of, is };
}
