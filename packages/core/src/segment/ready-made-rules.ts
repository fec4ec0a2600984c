import { semanticEvents } from '../event/semantic-events.ts';
import type { Comparison, Measure, SegmentRule, Test } from './rule.ts';

/** The segments that need no configuration. */
export type ReadyMadeName =
  | 'high-value'
  | 'loyal'
  | 'at-risk'
  | 'lapsed'
  | 'new'
  | 'engaged'
  | 'window-shopper'
  | 'bargain-hunter';

/** Where the ready-made segments draw their lines. */
export interface ReadyMadeLines {
  readonly highValueRevenue: number;
  readonly atRiskDays: number;
  readonly lapsedDays: number;
  readonly newDays: number;
}

/** Where they draw them unless told otherwise. */
export const readyMadeLines: ReadyMadeLines = {
  highValueRevenue: 500,
  atRiskDays: 30,
  lapsedDays: 90,
  newDays: 7,
};

/** The rules of the ready-made segments by name; they ask for essential measures only. `readyMadeSegments` describes them. */
export function readyMadeRules(
  lines: ReadyMadeLines = readyMadeLines,
): Readonly<Record<ReadyMadeName, SegmentRule>> {
  const { highValueRevenue, atRiskDays, lapsedDays, newDays } = lines;
  const quietFor: Measure = { measure: 'days-since', time: 'last' };
  return {
    'high-value': compare({ measure: 'value', read: 'revenue' }, { atLeast: highValueRevenue }),
    loyal: {
      all: [compare(orders, { atLeast: 3 }), compare(quietFor, { atMost: atRiskDays })],
    },
    'at-risk': {
      all: [compare(orders, { atLeast: 2 }), compare(quietFor, { above: atRiskDays, atMost: lapsedDays })],
    },
    lapsed: compare(quietFor, { above: lapsedDays }),
    new: compare({ measure: 'days-since', time: 'first' }, { atMost: newDays }),
    engaged: {
      all: [
        compare({ measure: 'rate', kind: 'all', halfLife: 'week' }, { atLeast: 2 }),
        compare({ measure: 'engagement', read: 'visits' }, { atLeast: 2 }),
      ],
    },
    'window-shopper': {
      all: [
        compare({ measure: 'count', event: semanticEvents.productViewed }, { atLeast: 10 }),
        compare(orders, { equals: 0 }),
        compare(quietFor, { atMost: atRiskDays }),
      ],
    },
    'bargain-hunter': {
      any: [
        compare({ measure: 'psychographic', read: 'discount-share' }, { atLeast: 0.5 }),
        compare({ measure: 'count', event: semanticEvents.promotionClicked }, { atLeast: 3 }),
        compare({ measure: 'count', event: 'Coupon Applied' }, { atLeast: 2 }),
      ],
    },
  };
}

const orders: Measure = { measure: 'value', read: 'orders' };

function compare(of: Measure, is: Test): Comparison {
  return { of, is };
}
