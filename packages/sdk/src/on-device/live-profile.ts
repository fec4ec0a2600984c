import {
  assignVariant,
  emptyProfile,
  type LikenessEvent,
  type Profile,
  readTags,
  type TagReading,
  type Variant,
} from '@likeness/core';
import type { Disk } from '../outbox/disk.ts';
import type { RecordedEvent } from '../site.ts';
import type { ProfileEngine } from './profile-engine.ts';

/** What is known of the visitor on this device, as of one moment. */
export interface ProfileView {
  /** What the visitor likes, by family and descending weight. */
  readonly tags: readonly TagReading[];
  /** Names of the segments the visitor is in. */
  readonly segments: readonly string[];
  /** How often each event happened, by its name. */
  readonly counts: Readonly<Record<string, number>>;
  /** Everything, as core folds it. */
  readonly profile: Profile;
}

/** The visitor's profile, kept in the page. */
export interface LiveProfile {
  view(): ProfileView;
  /** Folds one event of this page. */
  fold(event: RecordedEvent): void;
  /** Calls back now and after every event, in a task of its own; answers how to end that. */
  subscribe(listener: (view: ProfileView) => void): () => void;
  /** The arm of an experiment that this visitor is in; the same at any time and on the server. */
  variant(key: string, variants?: readonly (string | Variant)[]): string | undefined;
  /** Takes over what other tabs folded meanwhile. */
  refresh(): Promise<unknown>;
  /** The page may end now: puts aside what is not stored, without waiting for any answer; whoever stores next folds it. */
  leave(): void;
}

/** What a live profile needs from outside. */
export interface LiveProfileDeps {
  readonly disk: Disk;
  readonly now: () => number;
  readonly visitorId: () => string;
}

/** How a profile is stored: beside the groups of the outbox, behind all of them by the order of keys. */
interface StoredProfile {
  readonly id: readonly ['profile', visitorId: string];
  readonly profile: Profile;
  /** Id of the event folded last: a transaction whose end was lost is made again, and must not count twice. */
  readonly last?: string;
}

/** What a page put aside when it was left: behind its profile by the order of keys. */
interface PutAside {
  readonly id: readonly ['profile', visitorId: string, firstEventId: string];
  readonly events: readonly LikenessEvent[];
}

/** What one visitor does on this page. */
interface Visit {
  readonly visitorId: string;
  /** What was stored when this page last looked, and what it folded since. */
  profile: Profile;
  /** Folded, and not known to be stored. */
  unsaved: LikenessEvent[];
}

/** Events kept to be stored another time, where storing fails. */
const unsavedLimit = 1_000;

/**
 * Creates the live profile: core's fold over the events of all pages and tabs of the site on this device.
 *
 * Tabs fold by themselves, and what they folded once more into the stored profile inside one transaction, so each event
 * counts once whoever writes last.
 */
export async function createLiveProfile(deps: LiveProfileDeps, engine: ProfileEngine): Promise<LiveProfile> {
  const { disk, now } = deps;
  const { fold, segmentsOf, lacks, load } = engine;
  const listeners = new Set<(view: ProfileView) => void>();
  const arrive = (visitorId: string): Visit => ({ visitorId, profile: emptyProfile(), unsaved: [] });
  let visit = arrive(deps.visitorId());
  /** What happened and is not folded: it can wait until somebody looks. */
  const pending: LikenessEvent[] = [];
  let written: Promise<unknown> = Promise.resolve();
  let saving: ReturnType<typeof setTimeout> | undefined;

  const write = async (of: Visit): Promise<void> => {
    const { unsaved, visitorId } = of;
    const id = ['profile', visitorId] as const;
    let profile = emptyProfile();
    await disk('readwrite', (all) => {
      const request: IDBRequest<(StoredProfile | PutAside)[]> = all.getAll(
        IDBKeyRange.bound(id, [...id, []]),
      );
      request.onsuccess = () => {
        let last: string | undefined;
        const lists: (readonly LikenessEvent[])[] = [];
        for (const record of request.result) {
          if ('profile' in record) ({ profile, last } = record);
          else lists.push(record.events);
        }
        const events = [...lists, unsaved].flatMap((list) =>
          list.slice(list.findIndex(({ eventId }) => eventId === last) + 1),
        );
        const newest = events.at(-1)?.eventId;
        if (!newest) return;
        profile = fold(profile, events);
        all.delete(IDBKeyRange.bound(id, [...id, []]));
        all.put({ id, profile, last: newest } satisfies StoredProfile);
      };
      return request;
    });
    of.unsaved = of.unsaved.filter((event) => !unsaved.includes(event));
    of.profile = fold(profile, of.unsaved);
  };
  const store = (of: Visit): Promise<unknown> => {
    written = written
      .then(() => write(of))
      // Without storage the profile lives as long as the page.
      .catch(() => {
        of.unsaved = of.unsaved.slice(-unsavedLimit);
      });
    return written;
  };
  const settle = (): void => {
    const { visitorId, profile } = visit;
    const end = pending.findIndex((event) => event.anonymousId !== visitorId || lacks(event));
    const events = pending.splice(0, end < 0 ? pending.length : end);
    visit.unsaved = [...visit.unsaved, ...events];
    visit.profile = fold(profile, events);
    const [next] = pending;
    if (!next || next.anonymousId === visitorId) return;
    // Log-out or another account: nothing of the one before is carried over.
    void store(visit);
    visit = arrive(String(next.anonymousId));
    settle();
  };
  const save = (): Promise<unknown> => {
    settle();
    return store(visit);
  };
  const saveSoon = (): void => {
    clearTimeout(saving);
    saving = setTimeout(() => {
      for (const listener of listeners) listener(live.view());
      void save();
    });
  };

  const live: LiveProfile = {
    view() {
      settle();
      const { profile } = visit;
      const at = now();
      return {
        tags: readTags(profile.interests, at),
        segments: segmentsOf(profile, at),
        counts: Object.fromEntries(Object.entries(profile.counts).map(([name, [count]]) => [name, count])),
        profile,
      };
    },
    fold(recorded) {
      const event = readEvent(recorded);
      if (lacks(event) && !pending.some(lacks)) void load().then(saveSoon);
      pending.push(event);
      saveSoon();
    },
    subscribe(listener) {
      listeners.add(listener);
      listener(live.view());
      return () => listeners.delete(listener);
    },
    variant: (key, variants = ['control', 'treatment']) =>
      assignVariant(
        { id: key, variants: variants.map((arm) => (typeof arm === 'string' ? { name: arm } : arm)) },
        deps.visitorId(),
      ),
    refresh: save,
    leave() {
      settle();
      const { unsaved: events, visitorId } = visit;
      const [first] = events;
      if (!first) return;
      visit.unsaved = [];
      const put = (all: IDBObjectStore): undefined => {
        all.put({ id: ['profile', visitorId, first.eventId], events } satisfies PutAside);
      };
      // Where nothing can be stored, it stays with the page.
      disk('readwrite', put).catch(() => {
        visit.unsaved = [...events, ...visit.unsaved];
      });
    },
  };
  await save();
  return live;
}

/** The event as core folds it. The SDK wrote these texts, so their shape is known. */
function readEvent([event, context]: RecordedEvent): LikenessEvent {
  const { messageId, timestamp, ...body } = JSON.parse(`${event}}`);
  return { ...body, eventId: messageId, occurredAt: Date.parse(timestamp), context: JSON.parse(context) };
}
