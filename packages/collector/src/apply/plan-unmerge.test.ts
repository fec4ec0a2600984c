import { describe, expect, it } from 'vitest';
import { type AliasLink, planUnmerge } from './plan-unmerge.ts';
import type { Identity } from './resolve-identity.ts';

const profileId = 'ann';
const user = (identityKey: string): Identity => ({
  identityKey,
  siteId: 1,
  kind: 'user',
  value: identityKey,
  profileId,
  owner: undefined,
  unlinkedAt: undefined,
});
const device = (identityKey: string, ownerKey: string): Identity => ({
  ...user(identityKey),
  kind: 'anonymous',
  owner: { ownerKey, at: 1, eventId: `login-${identityKey}` },
});
const alias = (identityKey: string, otherKey: string): AliasLink => ({
  identityKey,
  otherKey,
  eventId: `${identityKey}=${otherKey}`,
});
const plan = (
  members: readonly Identity[],
  links: readonly AliasLink[],
  identityKey: string,
  otherKey?: string,
) => {
  const planned = planUnmerge(members, links, { identityKey, otherKey });
  if (!planned.ok) return planned.error.code;
  const { moved, profileId: to, eventId } = planned.value;
  return { moved: moved.map((member) => member.identityKey), to, eventId };
};

describe('a device', () => {
  const members = [user('ann'), device('phone', 'ann'), device('tablet', 'ann')];

  it('leaves alone, to a profile of its own', () => {
    const alone = { moved: ['phone'], to: 'phone', eventId: 'login-phone' };
    expect(plan(members, [], 'phone')).toEqual(alone);
    expect(plan(members, [], 'ann', 'phone')).toEqual(alone);
  });

  it('is not taken from somebody who does not own it', () => {
    expect(plan([...members, user('bob')], [alias('bob', 'ann')], 'phone', 'bob')).toBe('not-linked');
  });
});

describe('an alias', () => {
  const members = [user('ann'), user('bob'), user('cyd'), device('phone', 'bob'), device('tablet', 'ann')];
  const chain = [alias('bob', 'ann'), alias('cyd', 'bob')];

  it('is undone with all that hung on it', () => {
    expect(plan(members, chain, 'bob', 'ann')).toEqual({
      moved: ['bob', 'cyd', 'phone'],
      to: 'bob',
      eventId: 'bob=ann',
    });
    expect(plan(members, chain, 'cyd')).toEqual({ moved: ['cyd'], to: 'cyd', eventId: 'cyd=bob' });
  });

  it('is the same from either side: who gave the profile its id keeps it', () => {
    expect(plan(members, chain, 'ann')).toEqual(plan(members, chain, 'bob', 'ann'));
  });

  it('must be named where there are several', () => {
    expect(plan(members, chain, 'bob')).toBe('several-links');
  });

  it('changes nothing while another one holds', () => {
    const ring = [...chain, alias('cyd', 'ann')];
    expect(plan(members, ring, 'bob', 'ann')).toEqual({ moved: [], to: 'ann', eventId: 'bob=ann' });
  });

  it('cannot be undone where there is none', () => {
    expect(plan([user('ann'), device('phone', 'ann')], [], 'ann')).toBe('not-linked');
  });
});
