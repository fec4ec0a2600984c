import {
  type ReadyMadeLines,
  type ReadyMadeName,
  readyMadeLines,
  readyMadeRules,
} from './ready-made-rules.ts';
import type { SegmentDefinition } from './rule.ts';

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
  const lines = { ...readyMadeLines, ...options };
  const rules = readyMadeRules(lines);
  return Object.entries(describe(lines)).map(([name, description]) => ({
    name,
    description,
    // The keys are the rules' own names.
    rule: rules[name as ReadyMadeName],
  }));
}

function describe({
  highValueRevenue,
  atRiskDays,
  lapsedDays,
  newDays,
}: ReadyMadeLines): Readonly<Record<ReadyMadeName, string>> {
  return {
    'high-value': `Spent ${highValueRevenue} or more, refunds not counted off.`,
    loyal: `Bought three times or more and was here within ${atRiskDays} days.`,
    'at-risk': `Bought twice or more, but was not here for ${atRiskDays} to ${lapsedDays} days.`,
    lapsed: `Was not here for more than ${lapsedDays} days.`,
    new: `First seen within ${newDays} days.`,
    engaged: 'Two events a day or more over the last weeks, in two visits or more.',
    'window-shopper': `Looked at ten products or more without ever buying, and was here within ${atRiskDays} days.`,
    'bargain-hunter':
      'Looks at and buys mostly what is discounted, or follows promotions and coupons again and again.',
  };
}
