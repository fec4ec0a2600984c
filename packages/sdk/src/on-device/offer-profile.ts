import type { SegmentDefinition, Variant } from '@likeness/core';
import type { FullSite, RecordedEvent } from '../site.ts';
import type { createLiveProfile, LiveProfile, ProfileView } from './live-profile.ts';
import type { ProfileEngine } from './profile-engine.ts';

/** Events kept for a profile that nobody has asked for yet. */
const backlogLimit = 1_000;

/** The part of `window.likeness` that needs the profile; there once the page has loaded. */
export interface OnDevice {
  /** What is known of the visitor; `undefined` until the first use has loaded it, and without consent. */
  profile(): ProfileView | undefined;
  /** Names of the segments the visitor is in; empty until the first use has loaded them. */
  segments(): readonly string[];
  /** The visitor's arm of an experiment (default: `control` or `treatment`); `undefined` until the first use has loaded it. */
  variant(key: string, variants?: readonly (string | Variant)[]): string | undefined;
  /** Calls back with the profile as soon as it is there, and after every event. */
  onProfile(listener: (view: ProfileView) => void): void;
}

/** What is loaded at the first use. */
export interface ProfileCode {
  readonly createLiveProfile: typeof createLiveProfile;
  createEngine(segments?: readonly SegmentDefinition[]): ProfileEngine;
}

/** Puts the profile's calls in place; its code is loaded when one of them is used for the first time. */
export function offerProfile(site: FullSite, load: () => Promise<ProfileCode>): OnDevice {
  const backlog = site.recorded;
  let live: LiveProfile | undefined;
  let loading: Promise<LiveProfile | undefined> | undefined;

  const start = async (): Promise<LiveProfile | undefined> => {
    if (!site.allows('p')) return undefined;
    const { createEngine, createLiveProfile } = await load();
    const { now, visitorId } = site;
    const created = await createLiveProfile(
      { disk: site.outbox.disk, now, visitorId },
      createEngine(site.options.segments),
    );
    for (const event of backlog.splice(0)) created.fold(event);
    live = created;
    return live;
  };
  // After the tracker, which writes down what happened until then.
  site.on(window, 'visibilitychange pagehide', ({ type }) =>
    document.hidden || type === 'pagehide' ? live?.leave() : live?.refresh(),
  );
  const use = (): LiveProfile | undefined => {
    loading ??= start().catch(() => undefined);
    return site.allows('p') ? live : undefined;
  };

  /** Consent to the profile was withdrawn: nothing of it stays, here or on the disk. */
  const forget = (): void => {
    live = loading = undefined;
    backlog.length = 0;
    site.outbox
      .disk('readwrite', (all) => all.delete(IDBKeyRange.lowerBound([])))
      // Without a disk there is nothing on it.
      .catch(() => undefined);
  };
  // The array as a channel, the way of Google's dataLayer: who comes later takes what is in it and replaces `push`.
  backlog.push = (event: RecordedEvent) => {
    if (!site.allows('p')) forget();
    else if (live) live.fold(event);
    else if (backlog.length < backlogLimit) backlog[backlog.length] = event;
    return backlog.length;
  };

  return {
    profile: () => use()?.view(),
    segments: () => use()?.view().segments ?? [],
    variant: (key, variants) => use()?.variant(key, variants),
    onProfile(listener) {
      use();
      void loading?.then((created) => created?.subscribe(listener));
    },
  };
}
