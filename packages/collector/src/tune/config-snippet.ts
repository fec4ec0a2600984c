import {
  type ActionWeights,
  actionWeights,
  configuredPolicy,
  type FamilyTuning,
  type HalfLifePair,
  type TagHalfLives,
  type Weighting,
  weighAmount,
} from '@likeness/core';
import type { InterestsConfig } from '../config/config.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * What to put under `interests` in the configuration for the picks to take effect; `undefined` when every family is to stay
 * as it is. Families not named stay as they are configured.
 */
export function tunedInterests(
  families: readonly FamilyTuning[],
  configured: TagHalfLives,
): Pick<InterestsConfig, 'halfLives' | 'actionWeights'> | undefined {
  const picked = families.filter(({ pick }) => pick.policy.name !== configuredPolicy);
  const halfLives = picked.flatMap(({ family, pick }) =>
    pick.policy.halfLives === undefined ? [] : [[family, pick.policy.halfLives] as const],
  );
  const weightings = picked.flatMap(({ family, pick }) =>
    pick.policy.weighting === 'configured' ? [] : [[family, pick.policy.weighting] as const],
  );
  if (halfLives.length === 0 && weightings.length === 0) return undefined;
  const paired = { ...configured.families, ...Object.fromEntries(halfLives) };
  return {
    ...(halfLives.length === 0
      ? {}
      : {
          halfLives: {
            ...pairOf(configured),
            families: Object.fromEntries(Object.entries(paired).map(([name, pair]) => [name, pairOf(pair)])),
          },
        }),
    ...(weightings.length === 0
      ? {}
      : {
          actionWeights: {
            families: Object.fromEntries(
              weightings.map(([family, weighting]) => [family, weighActions(weighting)]),
            ),
          },
        }),
  };
}

function pairOf({ fastMs, slowMs }: HalfLifePair) {
  return { fast: durationOf(fastMs), slow: durationOf(slowMs) } as const;
}

function durationOf(ms: number): `${number}d` | `${number}h` {
  return ms % dayMs === 0 ? `${ms / dayMs}d` : `${Math.max(1, Math.round(ms / hourMs))}h`;
}

/** The default weights of actions under a weighting. */
function weighActions(weighting: Weighting): ActionWeights {
  const weighed = Object.entries(actionWeights).map(([action, weight]) => [
    action,
    Math.round(100 * weighAmount(weight, weighting)) / 100,
  ]);
  // Every action is in it once.
  return Object.fromEntries(weighed) as ActionWeights;
}
