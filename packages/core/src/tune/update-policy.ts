import { dayMs } from '../profile/decay.ts';
import type { HalfLifePair } from '../profile/half-lives.ts';
import { defaultCrowdPrior, evenMix, type RelevanceMix } from '../profile/relevance.ts';

/** What becomes of the amount that an action adds to a tag. */
export type Weighting =
  /** As the rules say. */
  | 'configured'
  /** Every action counts the same: 1, or −1. */
  | 'flat'
  /** The square root: actions differ less. */
  | 'gentle'
  /** The square: actions differ more. */
  | 'steep';

/** One way to keep interests and to read them, which runs in shadow beside the others. */
export interface UpdatePolicy {
  readonly name: string;
  readonly weighting: Weighting;
  /** Left out, those of the configuration. */
  readonly halfLives?: HalfLifePair;
  /** How many touches of the crowd everyone is thought to bring along. */
  readonly prior: number;
  /** Left out, learned on the way; a policy with a mix of its own is there to compare with, and never picked. */
  readonly mix?: RelevanceMix;
}

/** An amount under a weighting. */
export function weighAmount(amount: number, weighting: Weighting): number {
  switch (weighting) {
    case 'configured':
      return amount;
    case 'flat':
      return Math.sign(amount);
    case 'gentle':
      return Math.sign(amount) * Math.sqrt(Math.abs(amount));
    case 'steep':
      return Math.sign(amount) * amount * amount;
  }
}

/** Name of the policy that the configuration says; all others are compared with it. */
export const configuredPolicy = 'configured';

const learned = { weighting: 'configured', prior: defaultCrowdPrior } as const;
const only = (part: keyof RelevanceMix): RelevanceMix => ({
  count: 0,
  fast: 0,
  slow: 0,
  crowd: 0,
  [part]: 1,
});

/**
 * The policies that are tried: the configured one, other half-lives, weightings and priors of the crowd, one change at a
 * time, and the plain readings that any of them has to beat.
 */
export function candidatePolicies(): readonly UpdatePolicy[] {
  const pairs = [
    [1, 30],
    [3, 60],
    [7, 120],
    [14, 180],
    [30, 365],
    [7, 730],
  ] as const;
  const weightings = ['flat', 'gentle', 'steep'] as const;
  const priors = [1, 3, 30, 100] as const;
  return [
    { ...learned, name: configuredPolicy },
    ...pairs.map(([fast, slow]) => ({
      ...learned,
      name: `${fast} d and ${slow} d`,
      halfLives: { fastMs: fast * dayMs, slowMs: slow * dayMs },
    })),
    ...weightings.map((weighting) => ({ ...learned, name: `${weighting} weights`, weighting })),
    ...priors.map((prior) => ({ ...learned, name: `crowd prior ${prior}`, prior })),
    { ...learned, name: 'even mix', mix: evenMix },
    { ...learned, name: 'plain counts', prior: 0, mix: only('count') },
    { ...learned, name: 'fast alone', prior: 0, mix: only('fast') },
    { ...learned, name: 'slow alone', prior: 0, mix: only('slow') },
    { ...learned, name: 'crowd alone', mix: only('crowd') },
  ];
}
