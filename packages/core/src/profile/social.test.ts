import { expect, it } from 'vitest';
import { dayMs } from './decay.ts';
import type { Draft } from './draft.ts';
import { newYear, trackOf } from './event.fixture.ts';
import {
  foldSocial,
  mergeSocial,
  readSocial,
  type SocialSlice,
  socialHalfLifeMs,
  tieLimit,
} from './social.ts';

const act = (slice: Draft<SocialSlice>, event: string, peer: string, at = newYear) =>
  foldSocial(slice, trackOf(event, { peer_id: peer }, { at }));

it('reads degree, reciprocity and the strongest tie', () => {
  const slice: Draft<SocialSlice> = {};
  act(slice, 'User Followed', 'ben');
  act(slice, 'User Followed', 'cat');
  act(slice, 'Message Received', 'ben');
  act(slice, 'Mention Received', 'dan');
  const read = readSocial(slice, newYear);
  expect(read).toMatchObject({ degree: 3, outDegree: 2, inDegree: 2, reciprocity: 0.5 });
  expect(read.ties[0]).toEqual({ peer: 'ben', weight: 2 });
  expect(read.interactionsPerDay).toBeCloseTo((4 * Math.LN2) / 30, 12);
});

it('halves a tie after its half-life', () => {
  const slice: Draft<SocialSlice> = {};
  act(slice, 'Message Sent', 'ben');
  expect(readSocial(slice, newYear + socialHalfLifeMs).ties[0]?.weight).toBe(0.5);
});

it('takes a follow back without forgetting the tie', () => {
  const slice: Draft<SocialSlice> = {};
  act(slice, 'User Unfollowed', 'ben', newYear + dayMs);
  act(slice, 'User Followed', 'ben', newYear);
  expect(readSocial(slice, newYear + dayMs)).toMatchObject({ degree: 0, outDegree: 0 });
});

it('knows nothing without ties, and no reciprocity until somebody acted towards the user', () => {
  expect(readSocial({}, newYear)).toEqual({ ties: [] });
  const slice: Draft<SocialSlice> = {};
  act(slice, 'User Followed', 'ben');
  expect(readSocial(slice, newYear)).not.toHaveProperty('reciprocity');
});

it('merges ties as of the later time, and drops the weakest beyond the bound', () => {
  const slice: Draft<SocialSlice> = { ben: [1, 0, 1, newYear] };
  mergeSocial(slice, { ben: [1, 2, 3, newYear + socialHalfLifeMs] });
  expect(slice.ben).toEqual([2, 2, 3.5, newYear + socialHalfLifeMs]);
  let dropped = 0;
  for (let i = 0; i < tieLimit; i++) dropped += act(slice, 'Message Sent', `p${i}`, newYear + i * dayMs);
  expect(dropped).toBe(1);
  expect(slice).not.toHaveProperty('p0');
});
