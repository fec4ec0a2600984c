import type { Profile } from '@likeness/core';
import type { Statements } from '../store/connect.ts';
import type { KeyedEvent } from '../store/event-store.ts';
import { readDeviceUsers, readKnown } from '../store/known-user-store.ts';
import { loadMemberships, type StoredMembership } from '../store/membership-store.ts';
import type { ProfileStore } from '../store/profile-store.ts';
import { connectsUsers } from '../store/social-store.ts';

/** A profile as this process last saw it; whoever writes on the strength of it must check `version` in doing so. */
export interface KnownProfile {
  readonly profileId: string;
  readonly version: number;
  readonly profile: Profile;
  /** `undefined` where events do not evaluate segments. */
  readonly membership: StoredMembership | undefined;
}

/** What a process remembers of users, so that their next events need no reading. */
export interface KnownProfiles {
  /** Reads, without locks, what is not yet known of the senders of events. */
  readonly prepare: (events: readonly KeyedEvent[]) => Promise<void>;
  /** The profile that an event belongs to, where that is known and the event says nothing new about who is who. */
  readonly find: (event: KeyedEvent) => KnownProfile | undefined;
  /** The known profiles that the ids of an event lead to, which it may change even when `find` answers nothing. */
  readonly around: (event: KeyedEvent) => readonly string[];
  /** Remembers what a profile became by a committed transaction. */
  readonly replace: (known: KnownProfile, by: KnownProfile) => void;
  /** Forgets the senders of events, and profiles by their ids. */
  readonly forget: (events: readonly KeyedEvent[], profileIds: Iterable<string>) => void;
}

/** Where a profile is kept; `undefined` once it is forgotten, for the identities that lead to it. */
interface Place {
  current: KnownProfile | undefined;
}

interface KnownIdentity {
  readonly place: Place;
  /** When the device's owner logged in there, epoch ms. */
  readonly ownedSince: number | undefined;
}

/** About 6 kB each. */
const profileLimit = 10_000;
const identityLimit = 40_000;
const pairLimit = 40_000;

/** Creates an empty memory; beyond its bounds the profiles not used for longest go. */
export function createKnownProfiles(deps: {
  readonly sql: Statements;
  readonly profiles: ProfileStore;
  /** Whether events evaluate segments. */
  readonly memberships: 'read' | 'not used';
}): KnownProfiles {
  const places = new Map<string, Place>();
  const identities = new Map<string, KnownIdentity>();
  const pairs = new Set<string>();

  function identityOf(key: string): { readonly known: KnownProfile; readonly since?: number } | undefined {
    const identity = identities.get(key);
    const known = identity?.place.current;
    if (identity === undefined || known === undefined) return undefined;
    return identity.ownedSince === undefined ? { known } : { known, since: identity.ownedSince };
  }

  function around({ deviceKey, userKey }: KeyedEvent): readonly string[] {
    const device = identityOf(deviceKey);
    const user = userKey === undefined ? undefined : identityOf(userKey);
    return [device, user].flatMap((identity) => identity?.known.profileId ?? []);
  }

  function drop(profileId: string): void {
    const place = places.get(profileId);
    if (place === undefined) return;
    place.current = undefined;
    places.delete(profileId);
  }

  function keep(known: KnownProfile): Place {
    const place = places.get(known.profileId);
    if (place?.current?.version === known.version) return place;
    // Identities that were read with another version may have been re-pointed since.
    drop(known.profileId);
    const kept: Place = { current: known };
    places.set(known.profileId, kept);
    for (const oldest of places.keys()) {
      if (places.size <= profileLimit) break;
      drop(oldest);
    }
    return kept;
  }

  async function read(keys: readonly string[]): Promise<void> {
    const rows = await readKnown(deps.sql, keys);
    if (rows.length === 0) return;
    const profiles = await deps.profiles.decode(rows);
    const memberships =
      deps.memberships === 'read' ? await loadMemberships(deps.sql, [...profiles.keys()]) : undefined;
    for (const row of rows) {
      const profile = profiles.get(row.profile_id);
      if (profile === undefined) continue;
      const { profile_id: profileId, version } = row;
      const place = keep({ profileId, version, profile, membership: memberships?.get(profileId) });
      identities.delete(row.identity_key);
      identities.set(row.identity_key, { place, ownedSince: row.owned_since ?? undefined });
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
        if (identityOf(deviceKey) === undefined) missing.add(deviceKey);
        if (userKey !== undefined && identityOf(userKey) === undefined) missing.add(userKey);
      }
      await Promise.all([missing.size === 0 ? undefined : read([...missing]), readPairs(events)]);
    },
    find: ({ event, deviceKey, userKey }) => {
      // What connects users is written to the social graph too, which the short way does not do.
      if (event.type === 'alias' || connectsUsers(event)) return undefined;
      const device = identityOf(deviceKey);
      if (userKey === undefined) return device?.known;
      if (device === undefined || !pairs.has(`${userKey} ${deviceKey}`)) return undefined;
      // A first log-in on the device, or one earlier than the first that was known, changes whose device it is.
      if (deviceKey !== userKey && !(event.occurredAt > (device.since ?? Number.POSITIVE_INFINITY))) {
        return undefined;
      }
      return identityOf(userKey)?.known;
    },
    replace: (known, by) => {
      const place = places.get(known.profileId);
      if (place === undefined || place.current !== known) return;
      place.current = by;
      // A Map keeps the order of insertion, so the first is the one not used for longest.
      places.delete(by.profileId);
      places.set(by.profileId, place);
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
