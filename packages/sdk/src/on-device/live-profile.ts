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

/** What one visitor does on this page. */
interface Visit {
  readonly visitorId: string;
  /** What was stored when this page last looked, and what it folded since. */
  profile: Profile;
  /** Folded, and not known to be stored. */
  readonly unsaved: LikenessEvent[];
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
    const events = [...of.unsaved];
    const id = ['profile', of.visitorId] as const;
    let profile = emptyProfile();
    await disk(events.length > 0 ? 'readwrite' : 'readonly', (all) => {
      // The store answers what this function put.
      const request = all.get([...id]) as IDBRequest<StoredProfile | undefined>;
      request.onsuccess = () => {
        const { result: stored } = request;
        const known = events.findIndex(({ eventId }) => eventId === stored?.last);
        profile = fold(stored?.profile ?? emptyProfile(), events.slice(known + 1));
        const last = events.at(-1)?.eventId;
        if (last) all.put({ id, profile, last } satisfies StoredProfile);
      };
      return request;
    });
    of.unsaved.splice(0, events.length);
    of.profile = fold(profile, of.unsaved);
  };
  const store = (of: Visit): Promise<unknown> => {
    written = written
      .then(() => write(of))
      // Without storage the profile lives as long as the page.
      .catch(() => of.unsaved.splice(0, of.unsaved.length - unsavedLimit));
    return written;
  };
  const settle = (): void => {
    const { visitorId, profile, unsaved } = visit;
    const end = pending.findIndex((event) => event.anonymousId !== visitorId || lacks(event));
    const events = pending.splice(0, end < 0 ? pending.length : end);
    unsaved.push(...events);
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
  };
  await save();
  return live;
}

/** The event as core folds it. The SDK wrote these texts, so their shape is known. */
function readEvent([event, context]: RecordedEvent): LikenessEvent {
  const { messageId, timestamp, ...body } = JSON.parse(`${event}}`);
  return { ...body, eventId: messageId, occurredAt: Date.parse(timestamp), context: JSON.parse(context) };
}
