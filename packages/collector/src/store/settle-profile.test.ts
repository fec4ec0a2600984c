import { draftProfile, emptyProfile, foldEvents } from '@likeness/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { awkwardValues, profileEvents } from '../../test/apply/random-profile-events.ts';
import { defaultConfig } from '../config/resolve-config.ts';
import { packProfile, unpackProfile } from './pack-profile.ts';
import { restProfile, wakeProfile } from './resting-profile.ts';
import { settleProfile } from './settle-profile.ts';

const { rules } = defaultConfig();
const histories = profileEvents(awkwardValues, { minLength: 1, maxLength: 12 });
// By their texts: maps with and without a prototype hold the same.
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

it('makes of a profile what packing and unpacking it would', () => {
  fc.assert(
    fc.property(histories, (events) => {
      const profile = { ...foldEvents(emptyProfile(), events, rules), interests: {} };
      const settled = draftProfile(profile);
      settleProfile(settled);
      expect(plain(settled)).toEqual(plain(unpackProfile(packProfile(profile, rules.tagHalfLives))));
    }),
  );
});

it('wakes a profile to the bit as it was put to rest', () => {
  fc.assert(
    fc.property(histories, (events) => {
      const settled = draftProfile({ ...foldEvents(emptyProfile(), events, rules), interests: {} });
      const resting = restProfile(settled, rules.tagHalfLives);
      expect(wakeProfile(resting)).toEqual(settled);
      expect(restProfile(wakeProfile(resting), rules.tagHalfLives)).toEqual(resting);
    }),
  );
});
