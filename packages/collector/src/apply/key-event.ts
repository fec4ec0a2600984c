import type { KeyedEvent } from '../store/event-store.ts';
import { type IdentityKind, identityKey, sessionKey } from '../store/identity-key.ts';
import type { IncomingEvent } from './apply-batch.ts';

/** Gives an event the keys under which it is stored. */
export type KeyEvent = (incoming: IncomingEvent) => KeyedEvent;

/** Keys remembered; when full, all are forgotten: hashing again costs microseconds. */
const keyLimit = 50_000;

/** Creates the giver of keys; it remembers recent ones, because a device sends many events. */
export function createKeyEvent(): KeyEvent {
  const keys = new Map<string, string>();
  function remember(name: string, make: () => string): string {
    const known = keys.get(name);
    if (known !== undefined) return known;
    if (keys.size >= keyLimit) keys.clear();
    const key = make();
    keys.set(name, key);
    return key;
  }
  const idKey = (siteId: number, kind: IdentityKind, value: string): string =>
    remember(`${siteId}:${kind}:${value}`, () => identityKey(siteId, kind, value));

  return ({ siteId, receivedAt, event }) => {
    const { anonymousId, userId } = event;
    const userKey = userId === undefined ? undefined : idKey(siteId, 'user', userId);
    const deviceKey = anonymousId === undefined ? userKey : idKey(siteId, 'anonymous', anonymousId);
    if (deviceKey === undefined) throw new Error('an event without any id passed the parser');
    const { sessionId } = event.context;
    return {
      event,
      siteId,
      deviceKey,
      userKey,
      sessionKey:
        typeof sessionId === 'string' || typeof sessionId === 'number'
          ? remember(`${deviceKey}:session:${sessionId}`, () => sessionKey(deviceKey, String(sessionId)))
          : undefined,
      receivedAt,
    };
  };
}
