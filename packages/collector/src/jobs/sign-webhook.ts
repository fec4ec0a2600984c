import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The header `likeness-signature`: `t=<epoch seconds>,v1=<hex of HMAC-SHA256 over "t.body">`.
 *
 * The time is signed too, so that a receiver can refuse what somebody recorded and sends again.
 */
export function signWebhook(secret: string, body: string, now: number): string {
  const t = Math.floor(now / 1_000);
  return `t=${t},v1=${digest(secret, t, body).toString('hex')}`;
}

/** Whether a signature is that of the body, and not older than `toleranceMs` (default 5 minutes). */
export function verifyWebhook(
  signed: { readonly secret: string; readonly body: string; readonly signature: string },
  now: number,
  toleranceMs = 300_000,
): boolean {
  const match = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(signed.signature);
  if (match === null) return false;
  const t = Number(match[1]);
  if (Math.abs(now - t * 1_000) > toleranceMs) return false;
  return timingSafeEqual(Buffer.from(match[2] ?? '', 'hex'), digest(signed.secret, t, signed.body));
}

function digest(secret: string, t: number, body: string): Buffer {
  return createHmac('sha256', secret).update(`${t}.${body}`).digest();
}
