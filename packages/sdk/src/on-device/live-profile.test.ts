import { createEssentialFold } from '@likeness/core';
import { describe, expect, it, vi } from 'vitest';
import type { Disk } from '../outbox/disk.ts';
import type { RecordedEvent } from '../site.ts';
import { createLiveProfile, type LiveProfile } from './live-profile.ts';
import type { ProfileEngine } from './profile-engine.ts';

// The engine's keys order lists of texts; the fake's texts of them do alike.
vi.stubGlobal('IDBKeyRange', { bound: (...ends: unknown[]) => ends });

/** A store that can lose the end of a transaction, or refuse. */
function createFakeDisk() {
  const stored = new Map<string, unknown>();
  const state = { fault: 'none' as 'none' | 'refuse' | 'lose the end', writes: 0 };
  const disk = async (_: IDBTransactionMode, ask: (all: IDBObjectStore) => unknown): Promise<undefined> => {
    const { fault } = state;
    if (fault === 'refuse') throw new Error('refused');
    const within = ([[, visitorId]]: readonly [readonly string[]]): readonly string[] =>
      [...stored.keys()].filter((key) => JSON.parse(key)[1] === visitorId).sort();
    const request = { result: undefined as unknown, onsuccess: () => undefined };
    // The live profile asks for what belongs to one visitor, deletes that, and puts records.
    const store = {
      getAll: (range: readonly [readonly string[]]) => {
        request.result = within(range).map((key) => structuredClone(stored.get(key)));
        return request;
      },
      delete: (range: readonly [readonly string[]]) => {
        for (const key of within(range)) stored.delete(key);
      },
      put: (record: { readonly id: readonly string[] }) => {
        state.writes++;
        stored.set(JSON.stringify(record.id), structuredClone(record));
      },
    } as unknown as IDBObjectStore;
    ask(store);
    request.onsuccess();
    if (fault === 'lose the end') throw new Error('nobody heard');
  };
  return { disk: disk as unknown as Disk, state };
}

/** Words of searches are there once `load` was called. */
function createEngine(): ProfileEngine {
  let isLoaded = false;
  return {
    fold: createEssentialFold({
      segmentWords: (text) => text.split(' '),
      localTime: () => ({ hour: 9, weekday: 1 }),
    }),
    segmentsOf: () => [],
    lacks: (event) => !isLoaded && event.type === 'track' && event.event === 'Products Searched',
    load: async () => {
      await Promise.resolve();
      isLoaded = true;
    },
  };
}

let made = 0;
function recorded(event: string, anonymousId = 'a', properties = {}): RecordedEvent {
  made++;
  const envelope = { type: 'track', messageId: `m-${made}`, timestamp: new Date(made), anonymousId };
  return [JSON.stringify({ ...envelope, event, properties }).slice(0, -1), '{}'];
}

async function open(disk: Disk, visitorId = 'a'): Promise<LiveProfile> {
  return await createLiveProfile({ disk, now: () => 1_000, visitorId: () => visitorId }, createEngine());
}

describe('a live profile', () => {
  it('is there again on the next page', async () => {
    const { disk } = createFakeDisk();
    const first = await open(disk);
    first.fold(recorded('Seen'));
    first.fold(recorded('Seen'));
    await first.refresh();
    const second = await open(disk);
    expect(second.view().counts).toEqual({ Seen: 2 });
  });

  it('counts once what was stored though nobody heard of it', async () => {
    const { disk, state } = createFakeDisk();
    const live = await open(disk);
    live.fold(recorded('Seen'));
    state.fault = 'lose the end';
    await live.refresh();
    live.fold(recorded('Seen'));
    state.fault = 'none';
    await live.refresh();
    expect(state.writes).toBe(2);
    expect(live.view().counts).toEqual({ Seen: 2 });
  });

  it('goes on in memory where nothing can be stored, and stores it later', async () => {
    const { disk, state } = createFakeDisk();
    state.fault = 'refuse';
    const live = await open(disk);
    live.fold(recorded('Seen'));
    await live.refresh();
    expect(live.view().counts).toEqual({ Seen: 1 });
    state.fault = 'none';
    await live.refresh();
    expect((await open(disk)).view().counts).toEqual({ Seen: 1 });
  });

  it('counts once what was put aside when the page was left, whether it comes back or not', async () => {
    const { disk } = createFakeDisk();
    const live = await open(disk);
    live.fold(recorded('Seen'));
    await live.refresh();
    live.fold(recorded('Left'));
    live.leave();
    expect((await open(disk)).view().counts).toEqual({ Seen: 1, Left: 1 });
    live.fold(recorded('Back'));
    await live.refresh();
    expect(live.view().counts).toEqual({ Seen: 1, Left: 1, Back: 1 });
  });

  it('begins anew with another visitor', async () => {
    const { disk } = createFakeDisk();
    const live = await open(disk);
    live.fold(recorded('Seen'));
    live.fold(recorded('Greeted', 'b'));
    expect(live.view().counts).toEqual({ Greeted: 1 });
  });

  it('keeps the order of what happened while it learns to cut searches into words', async () => {
    const { disk } = createFakeDisk();
    const live = await open(disk);
    live.fold(recorded('Products Searched', 'a', { query: 'blue mug' }));
    live.fold(recorded('Seen'));
    expect(live.view().counts).toEqual({});
    await live.refresh();
    expect(live.view().counts).toEqual({ 'Products Searched': 1, Seen: 1 });
    const words = live.view().tags.filter(({ family }) => family === 'search-term');
    expect(words.map(({ value }) => value)).toEqual(['blue', 'mug']);
  });
});
