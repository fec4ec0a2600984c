import { err, ok, type Result } from '@likeness/core';
import type { Identity } from './resolve-identity.ts';

/** An alias event that holds two users together. */
export interface AliasLink {
  readonly identityKey: string;
  readonly otherKey: string;
  readonly eventId: string;
}

/** Why nothing can be undone. */
export type UnmergeRefusal =
  /** The id is linked with no other, or not with the one named. */
  | { readonly code: 'not-linked'; readonly devices: readonly Identity[] }
  /** The id has several links: one of `others` must be named. */
  | { readonly code: 'several-links'; readonly others: readonly Identity[] };

/** What undoing one link does to a profile, as data to carry out. */
export interface UnmergePlan {
  /** The identity that was taken out; a device rather than its owner. */
  readonly identity: Identity;
  readonly other: Identity;
  /** The event by which they had been linked; the first, when several say the same. */
  readonly eventId: string | undefined;
  /** Identities that get a profile of their own, together; none when another link still holds all of them. */
  readonly moved: readonly Identity[];
  /** The profile of those. */
  readonly profileId: string;
  readonly stay: readonly Identity[];
}

/**
 * Plans how one link of a profile is undone.
 *
 * A profile is a connected component: its users hold together by aliases, its devices by their owners. Without the link
 * it falls into two, or stays whole where another link connects them. `members` are all identities of the profile,
 * `links` the aliases between them that count.
 */
export function planUnmerge(
  members: readonly Identity[],
  links: readonly AliasLink[],
  asked: { readonly identityKey: string; readonly otherKey: string | undefined },
): Result<UnmergePlan, UnmergeRefusal> {
  const byKey = new Map(members.map((member) => [member.identityKey, member]));
  const chosen = chooseLink(byKey, links, asked);
  if (!chosen.ok) return chosen;
  const { identity, other, eventIds } = chosen.value;
  const left = links.filter((link) => !isBetween(link, identity, other));
  const owners = members.flatMap(({ identityKey, owner }) =>
    owner === undefined || identityKey === identity.identityKey
      ? []
      : [{ identityKey, otherKey: owner.ownerKey }],
  );
  const own = connected(identity.identityKey, [...left, ...owners]);
  const profileId = identity.profileId;
  // The side that gave the profile its id keeps it.
  const leaves = own.has(other.identityKey) ? 'nobody' : own.has(profileId) ? 'others' : 'own';
  const moves = ({ identityKey }: Identity): boolean =>
    leaves === 'own' ? own.has(identityKey) : leaves === 'others' && !own.has(identityKey);
  const key = leaves === 'own' ? identity.identityKey : other.identityKey;
  return ok({
    identity,
    other,
    eventId: eventIds[0],
    moved: members.filter(moves),
    profileId: leaves === 'nobody' ? profileId : key,
    stay: members.filter((member) => !moves(member)),
  });
}

interface ChosenLink {
  readonly identity: Identity;
  readonly other: Identity;
  readonly eventIds: readonly string[];
}

function chooseLink(
  byKey: ReadonlyMap<string, Identity>,
  links: readonly AliasLink[],
  { identityKey, otherKey }: { readonly identityKey: string; readonly otherKey: string | undefined },
): Result<ChosenLink, UnmergeRefusal> {
  const identity = byKey.get(identityKey);
  const other = otherKey === undefined ? undefined : byKey.get(otherKey);
  const devices = [...byKey.values()].filter(({ owner }) => owner?.ownerKey === identityKey);
  const refused = err({ code: 'not-linked', devices } as const);
  if (identity === undefined || (otherKey !== undefined && other === undefined)) return refused;
  if (identity.kind === 'anonymous') {
    const owner = byKey.get(identity.owner?.ownerKey ?? '');
    if (owner === undefined || (other !== undefined && other !== owner)) return refused;
    return ok({ identity, other: owner, eventIds: [identity.owner?.eventId ?? ''] });
  }
  // `--from` may name the device of a user: the link is the device's.
  if (other?.kind === 'anonymous')
    return chooseLink(byKey, links, { identityKey: other.identityKey, otherKey: identityKey });
  const neighbours = new Map<string, string[]>();
  for (const link of links) {
    const next =
      link.identityKey === identityKey
        ? link.otherKey
        : link.otherKey === identityKey
          ? link.identityKey
          : undefined;
    if (next === undefined || next === identityKey) continue;
    neighbours.set(next, [...(neighbours.get(next) ?? []), link.eventId]);
  }
  const others = [...neighbours.keys()].flatMap((key) => byKey.get(key) ?? []);
  if (other === undefined && others.length > 1) return err({ code: 'several-links', others });
  const neighbour = other ?? others[0];
  const eventIds = neighbours.get(neighbour?.identityKey ?? '');
  if (neighbour === undefined || eventIds === undefined) return refused;
  return ok({ identity, other: neighbour, eventIds });
}

function isBetween(link: AliasLink, a: Identity, b: Identity): boolean {
  return (
    (link.identityKey === a.identityKey && link.otherKey === b.identityKey) ||
    (link.identityKey === b.identityKey && link.otherKey === a.identityKey)
  );
}

/** All that one identity leads to by links in either direction, itself included. */
function connected(
  from: string,
  links: readonly { readonly identityKey: string; readonly otherKey: string }[],
): ReadonlySet<string> {
  const neighbours = new Map<string, string[]>();
  for (const { identityKey, otherKey } of links) {
    neighbours.set(identityKey, [...(neighbours.get(identityKey) ?? []), otherKey]);
    neighbours.set(otherKey, [...(neighbours.get(otherKey) ?? []), identityKey]);
  }
  const reached = new Set([from]);
  // A set is walked in the order of insertion, entries added on the way included.
  for (const key of reached) for (const next of neighbours.get(key) ?? []) reached.add(next);
  return reached;
}
