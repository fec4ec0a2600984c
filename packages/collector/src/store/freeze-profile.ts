import { draftProfile, type Profile, type ProfileDraft, type TagHalfLives } from '@likeness/core';
import { type PackedProfile, packProfile, unpackProfile } from './pack-profile.ts';
import type { TagNumbers } from './tag-numbers.ts';

/** A settled profile in a sixth of the memory. */
export interface FrozenProfile {
  /** Of each tag its number and count, then its two weights. */
  readonly tags: ArrayBuffer;
  /** JSON of the rest. */
  readonly rest: string;
}

/** About how much memory a frozen profile takes, its places in the maps that lead to it included. */
export function frozenBytes({ tags, rest }: FrozenProfile): number {
  return tags.byteLength + rest.length + 600;
}

/** Freezes a settled profile; `undefined` where the number of a tag is not remembered. */
export function freezeProfile(
  profile: Profile,
  numbers: TagNumbers,
  halfLives: TagHalfLives,
): FrozenProfile | undefined {
  const ids = numbers.known(profile.interests);
  if (ids === undefined) return undefined;
  const tags = new ArrayBuffer(16 * ids.length);
  const whole = new Int32Array(tags, 0, 2 * ids.length);
  const weights = new Float32Array(tags, 8 * ids.length);
  let i = 0;
  for (const family of Object.values(profile.interests)) {
    for (const [count, fast, slow] of Object.values(family)) {
      whole[2 * i] = ids[i] ?? 0;
      whole[2 * i + 1] = count;
      weights[2 * i] = fast;
      weights[2 * i + 1] = slow;
      i++;
    }
  }
  return { tags, rest: JSON.stringify(packProfile({ ...profile, interests: {} }, halfLives)) };
}

/** The profile as it was frozen, for nobody else; `undefined` where a tag is not remembered any more. */
export function thawProfile(frozen: FrozenProfile, numbers: TagNumbers): ProfileDraft | undefined {
  // It was written by freezeProfile.
  const rest = JSON.parse(frozen.rest) as PackedProfile;
  const profile = draftProfile(unpackProfile(rest));
  const at = profile.lastAt ?? 0;
  const size = frozen.tags.byteLength / 16;
  const whole = new Int32Array(frozen.tags, 0, 2 * size);
  const weights = new Float32Array(frozen.tags, 8 * size);
  let name = '';
  let family: ProfileDraft['interests'][string] = {};
  for (let i = 0; i < size; i++) {
    const tag = numbers.tagOf(whole[2 * i] ?? 0);
    if (tag === undefined) return undefined;
    if (tag.family !== name) {
      name = tag.family;
      // Without a prototype, as core makes its maps: any name is a plain key.
      family = Object.create(null);
      profile.interests[name] = family;
    }
    family[tag.value] = [whole[2 * i + 1] ?? 0, weights[2 * i] ?? 0, weights[2 * i + 1] ?? 0, at];
  }
  return profile;
}
