import {
  assignVariant,
  compileRules,
  emptyProfile,
  foldEvents,
  type LikenessEvent,
  matchesSegment,
  mergeProfiles,
  type Profile,
  readTags,
  readyMadeSegments,
  type SegmentDefinition,
  type TagReading,
  type Variant,
} from '@likeness/core';
import type { Disk } from '../outbox/disk.ts';
import type { RecordedEvent } from '../site.ts';

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
  refresh(): Promise<void>;
}

/** What a live profile needs from outside. */
export interface LiveProfileDeps {
  readonly disk: Disk;
  readonly now: () => number;
  readonly visitorId: () => string;
  readonly segments?: readonly SegmentDefinition[] | undefined;
}

/** How a profile is stored: beside the groups of the outbox, behind all of them by the order of keys. */
interface StoredProfile {
  readonly id: readonly ['profile', visitorId: string];
  readonly profile: Profile;
  /** Names what was merged last: a transaction whose end was lost is made again, and must not count twice. */
  readonly merged?: string;
}

/**
 * Creates the live profile: core's fold over the events of all pages and tabs of the site on this device.
 *
 * Tabs fold by themselves and merge what they folded into the stored profile inside one transaction, so each event
 * counts once whoever writes last.
 */
export async function createLiveProfile(deps: LiveProfileDeps): Promise<LiveProfile> {
  const { disk, now } = deps;
  const rules = compileRules();
  const definitions = deps.segments ?? readyMadeSegments();
  const segmentRules = new Map(definitions.map(({ name, rule }) => [name, rule]));
  const listeners = new Set<(view: ProfileView) => void>();
  let visitorId = deps.visitorId();
  let profile = emptyProfile();
  /** What this page folded since it last wrote. */
  let delta = emptyProfile();
  let saves = 0;
  let saving: ReturnType<typeof setTimeout> | undefined;

  const save = async (): Promise<void> => {
    const folded = delta;
    const id = ['profile', visitorId] as const;
    const token = `${performance.timeOrigin}.${saves++}`;
    delta = emptyProfile();
    let merged = folded;
    try {
      await disk('readwrite', (all) => {
        // The store answers what this function put.
        const request = all.get([...id]) as IDBRequest<StoredProfile | undefined>;
        request.onsuccess = () => {
          const stored = request.result;
          if (stored?.merged === token) merged = stored.profile;
          else {
            merged = stored ? mergeProfiles(stored.profile, folded) : folded;
            if (folded.events > 0) all.put({ id, profile: merged, merged: token } satisfies StoredProfile);
          }
        };
        return request;
      });
    } catch {
      // Without storage the profile lives as long as the page.
      delta = mergeProfiles(folded, delta);
      return;
    }
    if (id[1] === visitorId) profile = mergeProfiles(merged, delta);
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
      const at = now();
      return {
        tags: readTags(profile.interests, at),
        segments: [...segmentRules]
          .filter(([, rule]) => matchesSegment(rule, profile, { now: at, rules: segmentRules }))
          .map(([name]) => name),
        counts: Object.fromEntries(Object.entries(profile.counts).map(([name, [count]]) => [name, count])),
        profile,
      };
    },
    fold(recorded) {
      const event = readEvent(recorded);
      if (event.anonymousId !== visitorId) {
        // Log-out or another account: nothing of the one before is carried over.
        void save();
        visitorId = String(event.anonymousId);
        profile = delta = emptyProfile();
      }
      profile = foldEvents(profile, [event], rules);
      delta = foldEvents(delta, [event], rules);
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
        visitorId,
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
