import { expect, it } from 'vitest';
import { signWebhook, verifyWebhook } from './sign-webhook.ts';

const now = 1_800_000_000_000;
const secret = 'a secret of some length';
const body = '{"type":"segment.entered"}';

it('signs time and body with HMAC-SHA256', () => {
  // openssl: printf '1800000000.{"type":"segment.entered"}' | openssl dgst -sha256 -hmac 'a secret of some length'
  expect(signWebhook(secret, body, now)).toBe(
    't=1800000000,v1=950fbbcb89addfcaf78422cbbb09e75aa39d1639fb9129db9a2731de9537d08f',
  );
});

it('is recognised by the receiver, and nothing else is', () => {
  const signature = signWebhook(secret, body, now);
  expect(verifyWebhook({ secret, body, signature }, now)).toBe(true);
  expect(verifyWebhook({ secret, body: `${body} `, signature }, now)).toBe(false);
  expect(verifyWebhook({ secret: 'another secret', body, signature }, now)).toBe(false);
  expect(verifyWebhook({ secret, body, signature: signature.replace('t=18', 't=19') }, now)).toBe(false);
  expect(verifyWebhook({ secret, body, signature: 'v1=00' }, now)).toBe(false);
});

it('is not recognised when it is old', () => {
  const signature = signWebhook(secret, body, now);
  expect(verifyWebhook({ secret, body, signature }, now + 299_000)).toBe(true);
  expect(verifyWebhook({ secret, body, signature }, now + 301_000)).toBe(false);
});
