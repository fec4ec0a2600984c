import {
  createMap,
  decayTo,
  eventKinds,
  halfLivesOf,
  type Profile,
  type Rate,
  rateHalfLives,
  type Tag,
  type TagHalfLives,
} from '@likeness/core';
import { single } from './pack-profile.ts';

/**
 * A profile with its rates, and the tags of the families named, as they are once they are stored: in single precision,
 * as of `lastAt`. Other families are left out. What `packProfile` and `unpackProfile` make of them, at a tenth of
 * the cost.
 */
export function roundWeights(
  profile: Profile,
  halfLives: TagHalfLives,
  families: ReadonlySet<string>,
): Profile {
  const now = profile.lastAt ?? 0;
  const interests = createMap<Record<string, Tag>>();
  for (const family of families) {
    if (!Object.hasOwn(profile.interests, family)) continue;
    const { fastMs, slowMs } = halfLivesOf(halfLives, family);
    const rounded = createMap<Tag>();
    for (const [value, [count, fast, slow, at]] of Object.entries(profile.interests[family] ?? {})) {
      rounded[value] = [
        count,
        single(decayTo(fast, at, now, fastMs)),
        single(decayTo(slow, at, now, slowMs)),
        now,
      ];
    }
    interests[family] = rounded;
  }
  const rates: Partial<Record<(typeof eventKinds)[number], Rate>> = {};
  for (const kind of eventKinds) {
    const rate = profile.rates[kind];
    if (rate === undefined) continue;
    const weight = (i: 0 | 1 | 2 | 3): number => single(decayTo(rate[i], rate[4], now, rateHalfLives[i]));
    const month = weight(3);
    if (month > 0) rates[kind] = [weight(0), weight(1), weight(2), month, now];
  }
  return { ...profile, interests, rates };
}
