import type { JsonValue } from '@likeness/core';
import type { KeyedEvent } from '../store/event-store.ts';
import { type IdentityKind, identityKey, sessionKey } from '../store/identity-key.ts';
import type { IncomingEvent } from './apply-batch.ts';

/** Gives an event the keys under which it is stored. */
export type KeyEvent = (incoming: IncomingEvent) => KeyedEvent;

/** Keys remembered; when full, all are forgotten: hashing again costs microseconds. */
const keyLimit = 50_000;

/** Creates the giver of keys; it remembers recent ones, because a device sends many events. */
export function createKeyEvent(): KeyEvent {
  const known = new Map<string, string>();
  function remember(name: string, make: () => string): string {
    const found = known.get(name);
    if (found !== undefined) return found;
    if (known.size >= keyLimit) known.clear();
    const key = make();
    known.set(name, key);
    return key;
  }
  const idKey = (siteId: number, kind: IdentityKind, value: string): string =>
    remember(`${siteId}:${kind}:${value}`, () => identityKey(siteId, kind, value));

  let last: Sender = {
    siteId: 0,
    anonymousId: undefined,
    userId: undefined,
    sessionId: undefined,
    keys: undefined,
  };

  function keysOf({ siteId, anonymousId, userId, sessionId }: Omit<Sender, 'keys'>): SenderKeys {
    const userKey = userId === undefined ? undefined : idKey(siteId, 'user', userId);
    const deviceKey = anonymousId === undefined ? userKey : idKey(siteId, 'anonymous', anonymousId);
    if (deviceKey === undefined) throw new Error('an event without any id passed the parser');
    const isSession = typeof sessionId === 'string' || typeof sessionId === 'number';
    return {
      deviceKey,
      userKey,
      sessionKey: isSession
        ? remember(`${deviceKey}:session:${sessionId}`, () => sessionKey(deviceKey, String(sessionId)))
        : undefined,
    };
  }

  return ({ siteId, receivedAt, event }) => {
    const { anonymousId, userId } = event;
    const { sessionId } = event.context;
    // The events of a request mostly have one sender: comparing its texts is cheaper than looking them up.
    let { keys } = last;
    const isSame =
      anonymousId === last.anonymousId &&
      sessionId === last.sessionId &&
      userId === last.userId &&
      siteId === last.siteId;
    if (keys === undefined || !isSame) {
      keys = keysOf({ siteId, anonymousId, userId, sessionId });
      last = { siteId, anonymousId, userId, sessionId, keys };
    }
    const { deviceKey, userKey, sessionKey: session } = keys;
    return { event, siteId, deviceKey, userKey, sessionKey: session, receivedAt };
  };
}

/** Who sent an event. */
interface Sender {
  readonly siteId: number;
  readonly anonymousId: string | undefined;
  readonly userId: string | undefined;
  readonly sessionId: JsonValue | undefined;
  readonly keys: SenderKeys | undefined;
}

type SenderKeys = Pick<KeyedEvent, 'deviceKey' | 'userKey' | 'sessionKey'>;
