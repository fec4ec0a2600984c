import type { KeyedEvent } from '../store/event-store.ts';

/** What is known of one id, as it stands in `identities`. */
export interface Identity {
  readonly identityKey: string;
  readonly siteId: number;
  readonly kind: 'anonymous' | 'user';
  readonly value: string;
  readonly profileId: string;
  /** For an anonymous id: the first user who logged in there. */
  readonly ownerKey: string | undefined;
}

/** Two profiles become one. */
export interface ProfileMerge {
  readonly siteId: number;
  readonly from: string;
  readonly into: string;
  readonly identityKey: string;
  readonly eventId: string;
  readonly reason: 'login' | 'alias';
}

/** An anonymous id got its owner. */
export interface IdentityLink {
  readonly identityKey: string;
  readonly ownerKey: string;
  readonly at: number;
  readonly eventId: string;
}

/** What a batch of new events says about who is who, as data for `apply` to carry out. */
export interface IdentityPlan {
  /** In the order in which they must be carried out. */
  readonly merges: readonly ProfileMerge[];
  readonly links: readonly IdentityLink[];
  /** The profile of each event, after all merges, by its place in `events`. */
  readonly profileIds: readonly string[];
}

/** The key of an event's `previousId` (alias events only), under both kinds. */
export interface AliasKeys {
  readonly anonymous: string;
  readonly user: string;
}

/**
 * Plans how a batch of new events links ids.
 *
 * - The first user who logs in on a device (event time, ties by event id, within the batch) owns its anonymous history: the device's profile
 *   merges into the user's. A later user of the same device gets only the events that name them.
 * - `alias` merges the profile of `previousId` into the user's: an anonymous id as by a log-in, a user id whole.
 *
 * `identities` must hold every id of the batch and, for an alias, those of `previousId` that exist.
 */
export function planIdentities(
  events: readonly KeyedEvent[],
  identities: ReadonlyMap<string, Identity>,
  aliasKeys: (event: KeyedEvent) => AliasKeys | undefined,
): IdentityPlan {
  const merges: ProfileMerge[] = [];
  const links: IdentityLink[] = [];
  const owners = new Map<string, string>();
  const mergedInto = new Map<string, string>();

  const current = (profileId: string): string => {
    let id = profileId;
    for (let next = mergedInto.get(id); next !== undefined; next = mergedInto.get(id)) id = next;
    return id;
  };
  const profileOf = (key: string): string => current(known(identities, key).profileId);
  const merge = (from: string, into: string, merging: Omit<ProfileMerge, 'from' | 'into'>): void => {
    if (from === into) return;
    merges.push({ from, into, ...merging });
    mergedInto.set(from, into);
  };
  const own = (
    device: Identity,
    userKey: string,
    event: KeyedEvent,
    reason: ProfileMerge['reason'],
  ): void => {
    if ((owners.get(device.identityKey) ?? device.ownerKey) !== undefined) return;
    owners.set(device.identityKey, userKey);
    const { eventId, occurredAt } = event.event;
    links.push({ identityKey: device.identityKey, ownerKey: userKey, at: occurredAt, eventId });
    const { identityKey } = device;
    merge(profileOf(identityKey), profileOf(userKey), { siteId: event.siteId, identityKey, eventId, reason });
  };

  const ordered = events.map((_, i) => i).sort((a, b) => compareTime(at(events, a), at(events, b)));
  for (const i of ordered) {
    const event = at(events, i);
    const { userKey } = event;
    if (userKey === undefined) continue;
    const device = identities.get(event.deviceKey);
    if (device?.kind === 'anonymous') own(device, userKey, event, 'login');
    const alias = aliasKeys(event);
    if (alias === undefined) continue;
    const previousDevice = identities.get(alias.anonymous);
    if (previousDevice !== undefined) own(previousDevice, userKey, event, 'alias');
    const previousUser = identities.get(alias.user);
    if (previousUser !== undefined) {
      merge(profileOf(alias.user), profileOf(userKey), {
        siteId: event.siteId,
        identityKey: alias.user,
        eventId: event.event.eventId,
        reason: 'alias',
      });
    }
  }
  return { merges, links, profileIds: events.map((event) => profileOf(event.userKey ?? event.deviceKey)) };
}

function compareTime(a: KeyedEvent, b: KeyedEvent): number {
  return a.event.occurredAt - b.event.occurredAt || (a.event.eventId < b.event.eventId ? -1 : 1);
}

function known(identities: ReadonlyMap<string, Identity>, key: string): Identity {
  const identity = identities.get(key);
  if (identity === undefined) throw new Error('an id of the batch is missing from identities');
  return identity;
}

function at(events: readonly KeyedEvent[], index: number): KeyedEvent {
  const event = events[index];
  if (event === undefined) throw new RangeError(`no event ${index} in the batch`);
  return event;
}
