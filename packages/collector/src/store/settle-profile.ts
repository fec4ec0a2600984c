import {
  decayFactor,
  eventKinds,
  halfLivesOf,
  type ProfileDraft,
  rateHalfLives,
  socialHalfLifeMs,
  type TagHalfLives,
} from '@likeness/core';
import { single } from './pack-profile.ts';

/** What is stored of a profile's tags, in their order. */
export interface SettledTags {
  readonly counts: readonly number[];
  readonly fast: readonly number[];
  readonly slow: readonly number[];
}

/**
 * Brings every decayed weight of a profile to what will be stored of it, in place: in single precision, as of `lastAt`.
 * The profile is then to the bit what reading its row would give, without the cost of packing and unpacking it. Answers
 * what its row says of its tags: walking through them twice costs as much again.
 */
export function settleProfile(profile: ProfileDraft, halfLives: TagHalfLives): SettledTags {
  const now = profile.lastAt ?? 0;
  const settled = settleTags(profile.interests, halfLives, now);
  for (const kind of eventKinds) {
    const rate = profile.rates[kind];
    if (rate === undefined) continue;
    const elapsedMs = now - rate[4];
    rate[0] = single(rate[0] * decayFactor(elapsedMs, rateHalfLives[0]));
    rate[1] = single(rate[1] * decayFactor(elapsedMs, rateHalfLives[1]));
    rate[2] = single(rate[2] * decayFactor(elapsedMs, rateHalfLives[2]));
    rate[3] = single(rate[3] * decayFactor(elapsedMs, rateHalfLives[3]));
    rate[4] = now;
    // A kind without a weight left is read as one that was never seen.
    if (!(rate[3] > 0)) delete profile.rates[kind];
  }
  for (const peer of Object.keys(profile.social)) {
    const tie = profile.social[peer];
    if (tie === undefined) continue;
    tie[2] = single(tie[2] * decayFactor(now - tie[3], socialHalfLifeMs));
    tie[3] = now;
  }
  return settled;
}

function settleTags(interests: ProfileDraft['interests'], halfLives: TagHalfLives, now: number): SettledTags {
  const counts: number[] = [];
  const fasts: number[] = [];
  const slows: number[] = [];
  // Most tags are as of the same time, that of the save before, and most families have the same half-lives.
  let elapsedMs = 0;
  let fastMs = 0;
  let slowMs = 0;
  let fast = 1;
  let slow = 1;
  for (const family of Object.keys(interests)) {
    const own = halfLivesOf(halfLives, family);
    const tags = interests[family] ?? {};
    for (const value of Object.keys(tags)) {
      const tag = tags[value];
      if (tag === undefined) continue;
      const elapsed = now - tag[3];
      if (elapsed !== elapsedMs || own.fastMs !== fastMs || own.slowMs !== slowMs) {
        elapsedMs = elapsed;
        fastMs = own.fastMs;
        slowMs = own.slowMs;
        fast = decayFactor(elapsed, fastMs);
        slow = decayFactor(elapsed, slowMs);
      }
      tag[1] = single(tag[1] * fast);
      tag[2] = single(tag[2] * slow);
      tag[3] = now;
      counts.push(tag[0]);
      fasts.push(tag[1]);
      slows.push(tag[2]);
    }
  }
  return { counts, fast: fasts, slow: slows };
}
