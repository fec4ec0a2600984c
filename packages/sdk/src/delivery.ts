import type { EventGroup, Outbox } from './outbox/outbox.ts';
import { backoff } from './transport/backoff.ts';
import { planBatch } from './transport/plan-batch.ts';
import { gzip, sendBatch } from './transport/send-batch.ts';

/** What browsers let all keepalive requests of a page have in flight together, bytes, with a margin. */
const keepaliveRoom = 60_000;
const groupEvents = 50;
const groupChars = 16_384;
/** How long events wait for company before a request is made. */
const gatherMs = 40;

/** What delivery needs from outside. */
export interface DeliveryDeps {
  readonly url: string;
  readonly writeKey: string;
  /** Opens the outbox, which keeps all of a site's tabs' events; `onWiped` tells that its content vanished. */
  readonly openOutbox: (onWiped: () => void) => Outbox;
  readonly now: () => number;
  readonly random: () => number;
  /** Runs a task while no other tab runs one. */
  readonly exclusively: (task: () => Promise<void>) => Promise<void>;
  /** Told how many events had to be dropped, once the collector can be reached again. */
  readonly onDropped: (count: number) => void;
}

/** Carries events to the collector: memory → outbox → request. */
export interface Delivery {
  /** Takes one event, JSON without its closing brace; synchronous and cheap. */
  add(id: string, event: string, context: string, durability?: IDBTransactionDurability): void;
  /** The page may be gone in a moment: sends what no request has carried yet and the keepalive quota has room for. */
  leave(): void;
  /** Stores and sends everything there is, whatever went wrong before; resolves after the attempt. */
  flush(): Promise<unknown>;
  /** Forgets every event that was not sent. */
  clear(): void;
}

/** Creates the delivery of one page. */
export function createDelivery(deps: DeliveryDeps): Delivery {
  const { now, random } = deps;
  /** Groups of this page that no collector has confirmed, whether in the outbox or on their way there. */
  const held = new Map<string, EventGroup>();
  /** Ids of groups that a request carries at this moment. */
  const carried = new Set<string>();
  let fresh: EventGroup[] = [];
  let open: EventGroup | undefined;
  let openChars = 0;
  let durability: IDBTransactionDurability | undefined;
  let storeTimer: ReturnType<typeof setTimeout> | undefined;
  let drainTimer: ReturnType<typeof setTimeout> | undefined;
  let stored: Promise<unknown> = Promise.resolve();
  let drained = stored;
  let failures = 0;
  let dropped = 0;
  let room = keepaliveRoom;

  const storeSoon = (): void => {
    storeTimer ??= setTimeout(store);
  };
  const drainIn = (ms: number): void => {
    drainTimer ??= setTimeout(drain, ms);
  };
  const outbox = deps.openOutbox(() => {
    fresh.push(...held.values());
    storeSoon();
  });

  const forget = (ids: readonly string[]): Promise<unknown> => {
    for (const id of ids) held.delete(id);
    return outbox.remove(ids);
  };

  const append = async (groups: readonly EventGroup[], how = durability): Promise<void> => {
    const excess = await outbox.append(groups, how);
    if (excess > 0) {
      const oldest = (await outbox.peek()).slice(0, excess);
      for (const { events } of oldest) dropped += events.length;
      await forget(oldest.map(({ id }) => id));
    }
    drainIn(gatherMs);
  };

  const store = (): Promise<unknown> => {
    clearTimeout(storeTimer);
    storeTimer = open = undefined;
    if (fresh.length > 0) {
      const groups = fresh;
      const how = durability;
      fresh = [];
      durability = undefined;
      for (const group of groups) held.set(group.id, group);
      stored = stored.then(() => append(groups, how));
    }
    return stored;
  };

  const plan = (groups: Iterable<EventGroup>, chars: number) => {
    const { ids, body } = planBatch([...groups], deps.writeKey, new Date(now()).toISOString(), chars);
    return { ids, body: new Blob([body]) };
  };

  /** Answers whether the groups are dealt with; when not, a next attempt is due. */
  const send = async (ids: readonly string[], body: Blob): Promise<boolean> => {
    const keepalive = body.size < room;
    const reserved = keepalive ? body.size : 0;
    room -= reserved;
    for (const id of ids) carried.add(id);
    const { done, retryAfterMs } = await sendBatch(deps.url, body, keepalive);
    for (const id of ids) carried.delete(id);
    room += reserved;
    if (done) {
      // What is still on its way to the disk must arrive there before it can be removed.
      await stored;
      await forget(ids);
      failures = 0;
      if (dropped > 0) deps.onDropped(dropped);
      dropped = 0;
      return true;
    }
    drainIn(Math.max(retryAfterMs, backoff(++failures, random)));
    return false;
  };

  const drain = (): Promise<unknown> => {
    clearTimeout(drainTimer);
    drainTimer = undefined;
    drained = drained.then(() =>
      deps.exclusively(async () => {
        for (;;) {
          await stored;
          const mine = [...held.keys()];
          const { ids, body } = plan(await outbox.peek(), Infinity);
          // What is in the outbox no more was sent by another tab.
          if (ids.length === 0) for (const id of mine) held.delete(id);
          if (ids.length === 0 || !(await send(ids, await gzip(body)))) return;
        }
      }),
    );
    return drained;
  };

  return {
    add(id, event, context, how) {
      if (open?.context !== context || open.events.length >= groupEvents || openChars > groupChars) {
        openChars = 0;
        open = { id, context, events: [] };
        fresh.push(open);
      }
      open.events.push(event);
      openChars += event.length;
      durability = how ?? durability;
      storeSoon();
    },
    leave() {
      store();
      // The newest first: the older a group, the safer it is on disk.
      const waiting = [...held.values()].filter(({ id }) => !carried.has(id)).reverse();
      const whole = plan(waiting, room);
      // A character is at most three bytes.
      const { ids, body } = whole.body.size < room ? whole : plan(waiting, room / 3);
      if (ids.length > 0) void send(ids, body);
    },
    flush() {
      store();
      return drain();
    },
    clear() {
      clearTimeout(storeTimer);
      clearTimeout(drainTimer);
      fresh = [];
      open = storeTimer = drainTimer = undefined;
      held.clear();
      void outbox.clear();
    },
  };
}
