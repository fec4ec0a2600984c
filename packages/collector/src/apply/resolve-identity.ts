import type { KeyedEvent } from '../store/event-store.ts';

/** An id of the batch was erased between being written and being locked: the batch must be tried again. */
export class IdentityGoneError extends Error {
  override readonly name = 'IdentityGoneError';
  constructor() {
    super('an id of the batch is missing from identities');
  }
}

/** What is known of one id, as it stands in `identities`. */
export interface Identity {
  readonly identityKey: string;
  readonly siteId: number;
  readonly kind: 'anonymous' | 'user';
  readonly value: string;
  readonly profileId: string;
  /** For an anonymous id: who logged in there first. */
  readonly owner: Ownership | undefined;
  /** For an anonymous id: when its link was last undone, epoch ms. */
  readonly unlinkedAt: number | undefined;
}

/** The log-in by which an anonymous id got its owner. */
export interface Ownership {
  readonly ownerKey: string;
  /** Event time, epoch ms; ties break on `eventId`. */
  readonly at: number;
  readonly eventId: string;
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

/** An anonymous id got its owner, or an earlier log-in of the same one. */
export interface IdentityLink extends Ownership {
  readonly identityKey: string;
}

/**
 * A log-in arrived that is earlier than the one by which a device had got its owner: its anonymous history belongs to
 * another user. What was merged cannot be subtracted, so both profiles are folded from their events again.
 */
export interface IdentityMove {
  readonly siteId: number;
  readonly identityKey: string;
  readonly from: string;
  readonly into: string;
  readonly eventId: string;
}

/** What a batch of new events says about who is who, as data for `apply` to carry out. */
export interface IdentityPlan {
  /** In the order in which they must be carried out. */
  readonly merges: readonly ProfileMerge[];
  readonly links: readonly IdentityLink[];
  /** To be carried out after the merges. */
  readonly moves: readonly IdentityMove[];
  /** The profile of each event, after all merges, by its place in `events`. */
  readonly profileIds: readonly string[];
}

/** Somebody said that an id is the same person as a user: an alias event of this batch, or one that waited for the id. */
export interface AliasClaim extends Ownership {
  readonly siteId: number;
  /** The id that `previousId` names, under one of its kinds; `ownerKey` is the user. */
  readonly identityKey: string;
}

/**
 * Plans how a batch of new events links ids.
 *
 * - The first user who logs in on a device (by event time, ties by event id) owns its anonymous history: the device's
 *   profile merges into the user's. A later user of the same device gets only the events that name them. A log-in that
 *   arrives late but was earlier moves the device to its user.
 * - `alias` merges the profile of `previousId` into the user's: an anonymous id as by a log-in, a user id whole.
 * - A device whose link was undone is linked anew only by an identify or alias event that happened after that: a user who
 *   stayed logged in there goes on to send both ids with every event.
 *
 * `identities` must hold every id of the batch and of the claims, as far as they exist; a claim on an id that does not
 * exist changes nothing.
 */
export function planIdentities(
  events: readonly KeyedEvent[],
  identities: ReadonlyMap<string, Identity>,
  claims: readonly AliasClaim[],
): IdentityPlan {
  const merges: ProfileMerge[] = [];
  const links: IdentityLink[] = [];
  const moves: IdentityMove[] = [];
  const owners = new Map<string, Ownership>();
  const mergedInto = new Map<string, string>();
  const movedTo = new Map<string, string>();

  const current = (profileId: string): string => {
    let id = profileId;
    for (let next = mergedInto.get(id); next !== undefined; next = mergedInto.get(id)) id = next;
    return id;
  };
  const profileOf = (key: string): string => current(movedTo.get(key) ?? known(identities, key).profileId);
  const merge = (from: string, into: string, merging: Omit<ProfileMerge, 'from' | 'into'>): void => {
    if (from === into) return;
    merges.push({ from, into, ...merging });
    mergedInto.set(from, into);
  };
  const own = (device: Identity, login: Claim): void => {
    const { identityKey } = device;
    const { siteId, reason, ownerKey, at, eventId } = login;
    const owner = owners.get(identityKey) ?? device.owner;
    if (owner !== undefined && !isEarlier(login, owner)) return;
    if (device.unlinkedAt !== undefined && !(login.isExplicit && at > device.unlinkedAt)) return;
    owners.set(identityKey, login);
    links.push({ identityKey, ownerKey, at, eventId });
    const [from, into] = [profileOf(identityKey), profileOf(ownerKey)];
    if (owner === undefined) merge(from, into, { siteId, identityKey, eventId, reason });
    else if (from !== into) {
      moves.push({ siteId, identityKey, from, into, eventId });
      movedTo.set(identityKey, into);
    }
  };

  for (const claim of inOrder(events, claims)) {
    const identity = identities.get(claim.identityKey);
    if (identity === undefined) continue;
    if (identity.kind === 'anonymous') own(identity, claim);
    else {
      const { siteId, identityKey, eventId, reason } = claim;
      merge(profileOf(identityKey), profileOf(claim.ownerKey), { siteId, identityKey, eventId, reason });
    }
  }
  // A later merge may have carried on what a move named.
  const carried = moves.map((move) => ({ ...move, from: current(move.from), into: current(move.into) }));
  return {
    merges,
    links,
    moves: carried,
    profileIds: events.map((event) => profileOf(event.userKey ?? event.deviceKey)),
  };
}

interface Claim extends AliasClaim {
  readonly reason: ProfileMerge['reason'];
  /** Whether the event was sent to say who is who. */
  readonly isExplicit: boolean;
}

/** Log-ins of the batch and aliases in event-time order, ties by event id. */
function inOrder(events: readonly KeyedEvent[], claims: readonly AliasClaim[]): readonly Claim[] {
  const ordered: Claim[] = claims.map((claim) => ({
    ...claim,
    reason: 'alias',
    isExplicit: true,
  }));
  for (const { event, siteId, deviceKey, userKey } of events) {
    if (userKey === undefined || event.anonymousId === undefined) continue;
    const { eventId, occurredAt } = event;
    ordered.push({
      siteId,
      identityKey: deviceKey,
      ownerKey: userKey,
      at: occurredAt,
      eventId,
      reason: 'login',
      isExplicit: event.type === 'identify',
    });
  }
  return ordered.sort((a, b) => (isEarlier(a, b) ? -1 : isEarlier(b, a) ? 1 : 0));
}

function isEarlier(a: Ownership, b: Ownership): boolean {
  return a.at < b.at || (a.at === b.at && a.eventId < b.eventId);
}

function known(identities: ReadonlyMap<string, Identity>, key: string): Identity {
  const identity = identities.get(key);
  if (identity === undefined) throw new IdentityGoneError();
  return identity;
}
