import { decayFactor, eventKinds, type ProfileDraft, rateHalfLives, socialHalfLifeMs } from '@likeness/core';
import { single } from './pack-profile.ts';

/**
 * Brings every decayed weight of a profile, but those of its tags, to what will be stored of it, in place: in single
 * precision, as of `lastAt`. The profile is then to the bit what reading its row would give.
 */
export function settleProfile(profile: ProfileDraft): void {
  const now = profile.lastAt ?? 0;
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
}
