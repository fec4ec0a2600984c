import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerConsent, CONSENT_PURPOSES, type Consent, isAllowed, mergeConsent } from './consent.ts';

const answers: fc.Arbitrary<Consent> = fc.dictionary(
  fc.constantFrom(...CONSENT_PURPOSES),
  fc.record({
    decision: fc.constantFrom('granted' as const, 'denied' as const),
    at: fc.integer({ min: 0, max: 5 }),
  }),
);

describe('isAllowed', () => {
  it('runs the examples of its documentation', () => {
    expect(isAllowed({ analytics: { decision: 'granted', at: 1 } }, 'analytics')).toBe(true);
    expect(isAllowed({}, 'analytics')).toBe(false);
  });

  it('follows the policy until the visitor answers, then the visitor', () => {
    const optOut = { unanswered: 'granted' } as const;
    expect(isAllowed({}, 'analytics', optOut)).toBe(true);
    expect(isAllowed({ analytics: { decision: 'denied', at: 1 } }, 'analytics', optOut)).toBe(false);
  });

  it('reads Global Privacy Control as a refusal of what was not granted, and of advertising in any case', () => {
    const policy = { unanswered: 'granted', globalPrivacyControl: true } as const;
    const granted = { decision: 'granted', at: 1 } as const;
    expect(isAllowed({}, 'analytics', policy)).toBe(false);
    expect(isAllowed({ analytics: granted }, 'analytics', policy)).toBe(true);
    expect(isAllowed({ advertising: granted }, 'advertising', policy)).toBe(false);
  });

  it('does not ask for what is exempt', () => {
    expect(isAllowed({}, 'storage', { exempt: ['storage'] })).toBe(true);
    expect(isAllowed({}, 'analytics', { exempt: ['storage'] })).toBe(false);
  });
});

describe('consent records', () => {
  it('keep the newest answer and ignore an older one', () => {
    const first = answerConsent({}, { analytics: 'granted' }, 10);
    const second = answerConsent(first, { analytics: 'denied', storage: 'granted' }, 20);
    expect(second).toEqual({
      storage: { decision: 'granted', at: 20 },
      analytics: { decision: 'denied', at: 20 },
    });
    expect(answerConsent(second, { analytics: 'granted' }, 15)).toBe(second);
  });

  it('let a refusal win at the same instant', () => {
    const granted = answerConsent({}, { analytics: 'granted' }, 1);
    const denied = answerConsent({}, { analytics: 'denied' }, 1);
    expect(mergeConsent(granted, denied)).toEqual(denied);
    expect(mergeConsent(denied, granted)).toEqual(denied);
  });

  it('merge to the same in any order and grouping, and repeating changes nothing', () => {
    fc.assert(
      fc.property(answers, answers, answers, (a, b, c) => {
        expect(mergeConsent(a, b)).toEqual(mergeConsent(b, a));
        expect(mergeConsent(mergeConsent(a, b), c)).toEqual(mergeConsent(a, mergeConsent(b, c)));
        expect(mergeConsent(a, a)).toBe(a);
      }),
    );
  });
});
