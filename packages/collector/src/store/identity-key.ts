import { hash } from 'node:crypto';

/** What kind of id an identity is. */
export type IdentityKind = 'anonymous' | 'user';

/**
 * The 64-bit key of an identity, as the decimal text of a signed bigint: the first 8 bytes of the MD5 of site, kind
 * and id. MD5 is used for its spread and speed, not for secrecy: client ids share most of their characters.
 *
 * Two of 100 million ids collide with probability 3e-4; a collision would join two histories.
 */
export function identityKey(siteId: number, kind: IdentityKind, value: string): string {
  return key(`${siteId}:${kind}:${value}`);
}

/** The 64-bit key of a session on a device, built like {@link identityKey}. */
export function sessionKey(deviceKey: string, sessionId: string): string {
  return key(`${deviceKey}:session:${sessionId}`);
}

function key(text: string): string {
  return hash('md5', text, 'buffer').readBigInt64BE(0).toString();
}
