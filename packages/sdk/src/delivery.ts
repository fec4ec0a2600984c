import type { EventGroup } from './outbox/event-group.ts';
import type { Site } from './site.ts';
import { backoff } from './transport/backoff.ts';
import { gzip } from './transport/gzip.ts';
import type { PlannedBatch } from './transport/plan-batch.ts';
import { plainText, post } from './transport/post.ts';

/** How long events wait for company before a request is made. */
const gatherMs = 40;
/** Groups in one request, at most: 1,000 events. */
const batchGroups = 20;
/** Groups kept at most, on disk and in memory each; a group is at most 16 KiB and one event, so this is some 8 MiB. */
export const groupLimit = 256;
/** What browsers let all keepalive requests of a page have in flight together, bytes, with a margin. */
const keepaliveBytes = 60_000;
/** Answers of a collector that is busy or broken; after any other, sending again is useless. */
const sendAgain = /^(408|425|429|5..)$/;

/** What delivery needs from outside. */
export interface DeliveryDeps {
  readonly site: Pick<Site, 'outbox' | 'sends' | 'missed'>;
  /** Where batches go. */
  readonly url: string;
  /** Joins groups into a body of about so many bytes at most. */
  readonly plan: (groups: readonly EventGroup[], room: number) => PlannedBatch;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  /** Runs a task while no other tab of the site runs one. */
  readonly exclusively: (task: () => Promise<void>) => Promise<unknown>;
  /** Told how many events had to be dropped, once the collector can be reached again. */
  readonly onDropped: (count: number) => void;
}

/** Carries what is stored to the collector, one tab at a time. */
export interface Delivery {
  /** Sends everything there is, whatever went wrong before; resolves after the attempt. */
  flush(): Promise<unknown>;
  /** Gives up waiting for what was under way, which may never end, and begins anew. */
  restart(): void;
  /** Sends what has room in requests that outlive the page; what does not, or fails, is sent later. */
  leave(groups: readonly EventGroup[], isLeft: boolean): void;
}

/** Creates the delivery of one page, which begins at once. */
export function createDelivery(deps: DeliveryDeps): Delivery {
  const { site, random, plan } = deps;
  const { outbox } = site;
  const { held, disk } = outbox;
  const line = { url: deps.url, room: keepaliveBytes };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let drained: Promise<unknown> = Promise.resolve();
  let failures = 0;
  let dropped = 0;

  /** Whether a failure asks to wait until the timer, or somebody who knows better, drains again. */
  let resting = false;

  const drainSoon = (): void => {
    if (timer === undefined) timer = setTimeout(drain, gatherMs);
  };
  const drainLater = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(drain, ms);
    resting = true;
  };

  const forget = (ids: readonly string[]): Promise<unknown> => {
    for (const id of ids) held.delete(id);
    return disk('readwrite', (all) => {
      for (const id of ids) all.delete(id);
      return undefined;
      // What cannot be removed is sent again by the next page, and counted once.
    }).catch(() => undefined);
  };

  /** The oldest groups on the disk. What this page still holds need not be read back. */
  const peek = async (): Promise<readonly EventGroup[]> => {
    try {
      const ids = (await disk('readonly', (all) => all.getAllKeys(groupKeys(), batchGroups))) ?? [];
      // Keys in this range are texts.
      const mine = ids.flatMap((id) => held.get(id as string) ?? []);
      if (mine.length === ids.length) return mine;
      return (await disk<EventGroup[]>('readonly', (all) => all.getAll(groupKeys(), batchGroups))) ?? [];
    } catch {
      return [];
    }
  };

  /** Makes room when nothing can be sent: the oldest go, and are counted. */
  const trim = async (): Promise<void> => {
    const count = (await disk('readonly', (all) => all.count(groupKeys())).catch(() => 0)) ?? 0;
    for (let excess = Math.max(count, held.size) - groupLimit; excess > 0; excess -= batchGroups) {
      const stored = await peek();
      const oldest = (stored.length > 0 ? stored : [...held.values()]).slice(
        0,
        Math.min(excess, batchGroups),
      );
      for (const { events } of oldest) dropped += events.length;
      await forget(oldest.map(({ id }) => id));
    }
  };

  const tellDropped = (): void => {
    const count = dropped + site.missed;
    dropped = site.missed = 0;
    if (count > 0) deps.onDropped(count);
  };

  /** Answers whether the groups are dealt with; when not, a next attempt is due. */
  const carry = async ({ ids, body, count }: PlannedBatch): Promise<boolean> => {
    const taken: EventGroup[] = [];
    for (const id of ids) {
      const group = held.get(id);
      if (group) taken.push(group);
      held.delete(id);
    }
    let retryAfterMs = 0;
    try {
      const { status, headers } = await post(line, body);
      if (!sendAgain.test(String(status))) {
        // What is still on its way to the disk must arrive there before it can be removed.
        await outbox.store();
        await forget(ids);
        failures = 0;
        // What the collector refuses for good is lost as well.
        if (status >= 400) dropped += count;
        else tellDropped();
        return true;
      }
      retryAfterMs = Number(headers.get('retry-after')) * 1000 || 0;
    } catch {
      // No network, a connection cut, a timeout: all mean the same, the events are kept.
    }
    for (const group of taken) held.set(group.id, group);
    await trim();
    drainLater(Math.max(retryAfterMs, backoff(++failures, random)));
    return false;
  };

  const sendAll = async (): Promise<void> => {
    // Without consent not even the database is opened.
    for (let last = ''; site.sends() && !resting; ) {
      await outbox.store();
      const mine = [...held.values()];
      let groups = await peek();
      if (groups.length === 0) {
        // What the disk refused is sent from memory; what left the disk was sent by another tab.
        if (outbox.unsure) groups = mine.slice(0, batchGroups);
        else for (const { id } of mine) held.delete(id);
      }
      const first = groups[0]?.id;
      // The same again means that the disk removes nothing: no reason to send for ever.
      if (first === undefined || first === last) return;
      last = first;
      const batch = plan(groups, Number.POSITIVE_INFINITY);
      if (!(await carry({ ...batch, body: await gzip(batch.body) }))) return;
    }
  };
  const wake = (): void => {
    clearTimeout(timer);
    timer = undefined;
    resting = false;
  };
  const drain = (): Promise<unknown> => {
    wake();
    drained = drained.then(() => deps.exclusively(sendAll)).catch(() => undefined);
    return drained;
  };

  outbox.onStored = drainSoon;
  void drain();
  return {
    flush() {
      // An attempt that fails meanwhile must not make this one rest.
      drained = drained.then(wake);
      return drain();
    },
    restart() {
      drained = Promise.resolve();
      void drain();
    },
    leave(groups, isLeft) {
      // The newest first: the older a group, the safer it is on disk.
      const batch = plan(groups.toReversed(), line.room);
      if (batch.ids.length === 0) return;
      // Nobody is there to hear an answer. What is on disk for certain can be left to the browser itself.
      if (isLeft && !outbox.unsure && handOver(deps.url, batch.body))
        for (const id of batch.ids) held.delete(id);
      else void carry(batch);
    },
  };
}

/** Leaves a request to the browser, where it takes such (`fetchLater`): it is sent even when the page's process is ended. */
function handOver(url: string, body: PlannedBatch['body']): boolean {
  try {
    return !!self.fetchLater?.(url, { method: 'POST', body, headers: plainText, activateAfter: 0 });
  } catch {
    // Over its quota, or forbidden by a permissions policy.
    return false;
  }
}

/** Groups have texts as keys; what has a list for a key is something else, and comes behind (Indexed DB §2.4). */
function groupKeys(): IDBKeyRange {
  return IDBKeyRange.upperBound([], true);
}
