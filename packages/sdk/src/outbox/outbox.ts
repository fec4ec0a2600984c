import type { Disk } from './disk.ts';
import type { EventGroup } from './event-group.ts';

/** Events of a group, at most. */
const groupEvents = 50;
/** Characters after which a group is full. */
const groupChars = 16_384;

/** Where events wait until a collector has them: memory first, disk before the next task. */
export interface Outbox {
  readonly disk: Disk;
  /** Groups of this page that no collector has confirmed, whether on disk or not; the oldest first. */
  readonly held: Map<string, EventGroup>;
  /** Takes one event, JSON without its closing brace; synchronous and cheap. */
  add(id: string, event: string, context: string, durability?: IDBTransactionDurability): void;
  /** Stores what is in memory only; resolves when everything added so far is on disk or cannot be. */
  store(): Promise<unknown>;
  /** Called whenever something was stored. */
  onStored?: (() => void) | undefined;
  /** Whether something that is held may be in memory only: the disk refused or lost it. */
  unsure: boolean;
  /** Forgets everything in memory. */
  clear(): void;
}

/** Creates the outbox of one page. */
export function createOutbox(openDisk: (onWiped: () => void) => Disk): Outbox {
  let fresh: EventGroup[] = [];
  let open: EventGroup | undefined;
  let openChars = 0;
  let how: IDBTransactionDurability | undefined;
  let stored: Promise<unknown> = Promise.resolve();

  /** The first of the groups that wait has all of them stored in the next task. */
  const enqueue = (...groups: EventGroup[]): void => {
    if (!fresh.length) setTimeout(outbox.store);
    fresh.push(...groups);
  };
  const disk = openDisk(() => {
    outbox.unsure = true;
    enqueue(...held.values());
  });
  const held = new Map<string, EventGroup>();
  const outbox: Outbox = {
    held,
    disk,
    unsure: false,
    add(id, event, context, durability) {
      if (open?.context !== context || open.events.length >= groupEvents || openChars > groupChars) {
        openChars = 0;
        open = { id, context, events: [] };
        enqueue(open);
      }
      open.events.push(event);
      openChars += event.length;
      how ||= durability;
    },
    store() {
      const groups = fresh;
      const durability = how;
      open = how = undefined;
      fresh = [];
      for (const group of groups) held.set(group.id, group);
      if (groups.length > 0) {
        stored = stored
          .then(() =>
            disk(
              'readwrite',
              (all) => {
                for (const group of groups) all.put(group);
                return undefined;
              },
              durability,
            ),
          )
          .catch(() => {
            outbox.unsure = true;
          })
          .then(() => outbox.onStored?.());
      }
      return stored;
    },
    clear() {
      open = undefined;
      fresh = [];
      held.clear();
    },
  };
  return outbox;
}
