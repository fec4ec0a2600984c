import type { LikenessEvent } from '@likeness/core';

/** A link between two ids that an operator undid. */
export interface UndoneLink {
  readonly id: string;
  readonly from: string;
  /** Epoch ms. */
  readonly at: number;
}

/**
 * The slow and obviously right model of who is who: it looks at all events at once, in event-time order.
 *
 * Answers the events of each person, under every id of theirs. What linked two ids counts no more when it happened before
 * their link was undone; a device is then linked again only by an event that says so.
 */
export function resolveSlowly(
  events: readonly LikenessEvent[],
  undone: readonly UndoneLink[] = [],
): ReadonlyMap<string, readonly LikenessEvent[]> {
  const ordered = [...events].sort((a, b) => a.occurredAt - b.occurredAt || (a.eventId < b.eventId ? -1 : 1));
  const devices = new Set<string>(events.flatMap((event) => event.anonymousId ?? []));
  const users = new Set<string>(events.flatMap((event) => event.userId ?? []));
  const owner = new Map<string, string>();
  const samePerson = new Map<string, string>();
  const person = (user: string): string => {
    const other = samePerson.get(user);
    return other === undefined ? user : person(other);
  };
  const own = (
    device: string,
    user: string,
    event: { readonly at: number; readonly isExplicit: boolean },
  ): void => {
    const barred = undone.some(({ id, at }) => id === device && !(event.isExplicit && event.at > at));
    if (!owner.has(device) && !barred) owner.set(device, user);
  };
  for (const event of ordered) {
    const { anonymousId, userId, occurredAt: at } = event;
    if (userId === undefined) continue;
    if (anonymousId !== undefined) own(anonymousId, userId, { at, isExplicit: event.type === 'identify' });
    if (event.type !== 'alias') continue;
    const { previousId } = event;
    if (devices.has(previousId)) own(previousId, userId, { at, isExplicit: true });
    const isUndone = undone.some(
      (link) =>
        link.at >= at && [link.id, link.from].includes(previousId) && [link.id, link.from].includes(userId),
    );
    if (users.has(previousId) && !isUndone && person(previousId) !== person(userId)) {
      samePerson.set(person(previousId), person(userId));
    }
  }
  const groupOf = (event: LikenessEvent): string => {
    if (event.userId !== undefined) return person(event.userId);
    const device = event.anonymousId ?? '';
    const user = owner.get(device);
    return user === undefined ? device : person(user);
  };
  const groups = new Map<string, LikenessEvent[]>();
  for (const event of ordered) groups.set(groupOf(event), [...(groups.get(groupOf(event)) ?? []), event]);
  const byId = new Map<string, readonly LikenessEvent[]>();
  for (const user of users) byId.set(user, groups.get(person(user)) ?? []);
  for (const device of devices) {
    const user = owner.get(device);
    byId.set(device, groups.get(user === undefined ? device : person(user)) ?? []);
  }
  return byId;
}
