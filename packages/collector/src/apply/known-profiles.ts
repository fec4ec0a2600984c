import { adoptProfile, type TagHalfLives } from '@likeness/core';
import type { Statements } from '../store/connect.ts';
import type { KeyedEvent } from '../store/event-store.ts';
import { readDeviceUsers, readKnown } from '../store/known-user-store.ts';
import { loadMemberships, type StoredMembership } from '../store/membership-store.ts';
import { closeRecord, type OpenedRecord, openRecord, type ProfileRecord } from '../store/profile-record.ts';
import type { ProfileStore } from '../store/profile-store.ts';
import { restProfile } from '../store/resting-profile.ts';
import { connectsUsers } from '../store/social-store.ts';
import { tagColumnsOf } from '../store/tag-columns.ts';
import type { TagNumbers } from '../store/tag-numbers.ts';

/** A profile as this process last saw it; whoever writes on the strength of it must check `version` in doing so. */
export interface KnownProfile {
  readonly profileId: string;
  readonly version: number;
  /** `undefined` where events do not evaluate segments. */
  readonly membership: StoredMembership | undefined;
}

/** A known profile with what is in it: its tags, and everything else. */
export interface TakenProfile extends KnownProfile, OpenedRecord {}

/** What a process remembers of users, so that their next events need no reading. */
export interface KnownProfiles {
  /** Reads, without locks, what is not yet known of the senders of events. */
  readonly prepare: (events: readonly KeyedEvent[]) => Promise<void>;
  /** The profile that an event belongs to, where that is known and the event says nothing new about who is who. */
  readonly find: (event: KeyedEvent) => KnownProfile | undefined;
  /** The known profiles that the ids of an event lead to, which it may change even when `find` answers nothing. */
  readonly around: (event: KeyedEvent) => readonly string[];
  /**
   * Hands a profile that was found over, to be changed in place: it is not known any more until it is given back. It is
   * `undefined` when it was taken or forgotten since.
   */
  readonly take: (known: KnownProfile) => OpenedRecord | undefined;
  /** Gives a profile back that was taken, as it became by a committed transaction. */
  readonly give: (taken: TakenProfile) => void;
  /** Forgets the senders of events, and profiles by their ids. */
  readonly forget: (events: readonly KeyedEvent[], profileIds: Iterable<string>) => void;
}

/** Where a profile is kept; what leads to it stays while its profile changes. */
interface Place {
  readonly profileId: string;
  version: number;
  membership: StoredMembership | undefined;
  /** Names of its counts, which profiles share with events and dictionaries. */
  names: readonly string[];
  /** `undefined` while it is taken, and once it is forgotten. */
  record: ProfileRecord | undefined;
  bytes: number;
  /** Whether it was used since the last time that room was looked for. */
  isUsed: boolean;
}

interface KnownIdentity {
  readonly place: Place;
  /** When the device's owner logged in there, epoch ms. */
  readonly ownedSince: number | undefined;
  /** Whether a link of the device was ever undone: then only events that say who is who link it. */
  readonly isUnlinked: boolean;
}

/** Memory for profiles, about 3 kB each, of which so much is not in the record. */
const placeBytes = 700;
const limitBytes = 64 * 1024 * 1024;
const identityLimit = 60_000;
const pairLimit = 40_000;

/** Creates an empty memory; beyond its bounds the profiles go that were not used for long. */
export function createKnownProfiles(deps: {
  readonly sql: Statements;
  readonly profiles: ProfileStore;
  readonly numbers: TagNumbers;
  readonly halfLives: TagHalfLives;
  /** Whether events evaluate segments. */
  readonly memberships: 'read' | 'not used';
}): KnownProfiles {
  const places = new Map<string, Place>();
  const identities = new Map<string, KnownIdentity>();
  const pairs = new Set<string>();
  let bytes = 0;

  function knownIdentity(key: string): KnownIdentity | undefined {
    const identity = identities.get(key);
    return identity?.place.record === undefined ? undefined : identity;
  }

  function around({ deviceKey, userKey }: KeyedEvent): readonly string[] {
    const device = knownIdentity(deviceKey);
    const user = userKey === undefined ? undefined : knownIdentity(userKey);
    return [device, user].flatMap((identity) => identity?.place.profileId ?? []);
  }

  function drop(profileId: string): void {
    const place = places.get(profileId);
    if (place === undefined) return;
    empty(place);
    places.delete(profileId);
  }

  function empty(place: Place): void {
    bytes -= place.bytes;
    place.bytes = 0;
    place.record = undefined;
  }

  function fill(place: Place, record: ProfileRecord): void {
    place.record = record;
    place.bytes = placeBytes + record.byteLength;
    place.isUsed = true;
    bytes += place.bytes;
    makeRoom();
  }

  /** By the clock algorithm: the order of use, nearly, without keeping it (Corbató, A paging experiment, 1968). */
  function makeRoom(): void {
    for (const [profileId, place] of places) {
      if (bytes <= limitBytes) break;
      if (place.isUsed) {
        place.isUsed = false;
        places.delete(profileId);
        places.set(profileId, place);
      } else drop(profileId);
    }
  }

  function keep(known: KnownProfile, opened: () => OpenedRecord): Place {
    const place = places.get(known.profileId);
    if (place?.record !== undefined && place.version === known.version) return place;
    // Identities that were read with another version may have been re-pointed since.
    drop(known.profileId);
    const made = opened();
    const { names } = made.resting;
    const kept: Place = { ...known, names, record: undefined, bytes: 0, isUsed: true };
    places.set(known.profileId, kept);
    fill(kept, closeRecord(made));
    return kept;
  }

  function isKnown(key: string): boolean {
    return knownIdentity(key) !== undefined;
  }

  async function read(keys: readonly string[]): Promise<void> {
    const rows = await readKnown(deps.sql, keys);
    if (rows.length === 0) return;
    const profiles = await deps.profiles.decode(rows);
    const ids = await deps.numbers.encode([...profiles.values()].map(({ interests }) => interests));
    const idsOf = new Map([...profiles.keys()].map((profileId, i) => [profileId, ids[i] ?? []]));
    const memberships =
      deps.memberships === 'read' ? await loadMemberships(deps.sql, [...profiles.keys()]) : undefined;
    for (const row of rows) {
      const profile = profiles.get(row.profile_id);
      if (profile === undefined) continue;
      const { profile_id: profileId, version } = row;
      const place = keep({ profileId, version, membership: memberships?.get(profileId) }, () => ({
        resting: restProfile(adoptProfile({ ...profile, interests: {} }), deps.halfLives),
        tags: tagColumnsOf(profile.interests, idsOf.get(profileId) ?? [], deps.numbers),
      }));
      identities.delete(row.identity_key);
      const { owned_since: ownedSince, is_unlinked: isUnlinked } = row;
      identities.set(row.identity_key, { place, ownedSince: ownedSince ?? undefined, isUnlinked });
    }
    trim(identities, identityLimit);
  }

  async function readPairs(events: readonly KeyedEvent[]): Promise<void> {
    const missing = new Map<string, { readonly userKey: string; readonly deviceKey: string }>();
    for (const { userKey, deviceKey } of events) {
      if (userKey === undefined) continue;
      const pair = `${userKey} ${deviceKey}`;
      if (!pairs.has(pair)) missing.set(pair, { userKey, deviceKey });
    }
    for (const pair of await readDeviceUsers(deps.sql, [...missing.values()])) pairs.add(pair);
    trim(pairs, pairLimit);
  }

  return {
    prepare: async (events) => {
      const missing = new Set<string>();
      for (const { deviceKey, userKey } of events) {
        if (!isKnown(deviceKey)) missing.add(deviceKey);
        if (userKey !== undefined && !isKnown(userKey)) missing.add(userKey);
      }
      await Promise.all([missing.size === 0 ? undefined : read([...missing]), readPairs(events)]);
    },
    find: ({ event, deviceKey, userKey }) => {
      // What connects users is written to the social graph too, which the short way does not do.
      if (event.type === 'alias' || connectsUsers(event)) return undefined;
      const device = knownIdentity(deviceKey);
      if (userKey === undefined) return device?.place;
      if (device === undefined || !pairs.has(`${userKey} ${deviceKey}`)) return undefined;
      // A first log-in on the device, or one earlier than the first that was known, changes whose device it is.
      const isLater = event.occurredAt > (device.ownedSince ?? Number.POSITIVE_INFINITY);
      const mayLink = !isLater && !(device.isUnlinked && event.type !== 'identify');
      if (deviceKey !== userKey && mayLink) return undefined;
      return knownIdentity(userKey)?.place;
    },
    take: ({ profileId }) => {
      const place = places.get(profileId);
      if (place?.record === undefined) return undefined;
      const opened = openRecord(place.record, place.names);
      empty(place);
      return opened;
    },
    give: ({ profileId, version, membership, resting, tags }) => {
      const place = places.get(profileId);
      // Forgotten meanwhile, or read again by somebody else's version.
      if (place === undefined || place.record !== undefined) return;
      place.version = version;
      place.membership = membership;
      place.names = resting.names;
      fill(place, closeRecord({ resting, tags }));
    },
    around,
    forget: (events, profileIds) => {
      for (const event of events) for (const profileId of around(event)) drop(profileId);
      for (const profileId of profileIds) drop(profileId);
    },
  };
}

/** Drops the entries that came first until at most `limit` are left. */
function trim<K>(entries: Map<K, unknown> | Set<K>, limit: number): void {
  for (const key of entries.keys()) {
    if (entries.size <= limit) return;
    entries.delete(key);
  }
}
