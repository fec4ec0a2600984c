import type { Disk } from './disk.ts';
import type { EventGroup } from './event-group.ts';

/** Events of a group, at most. */
const groupEvents = 50;
/** Characters after which a group is full. */
const groupChars = 16_384;

/** Where events wait until a collector has them: memory first, disk at the end of the task that records them. */
export interface Outbox {
  readonly disk: Disk;
  /** Groups of this page that no collector has confirmed, whether on disk or not; the oldest first. */
  readonly held: Map<string, EventGroup>;
  /** Takes one event, JSON without its closing brace; synchronous and cheap. To be followed by `store` in the same task. */
  add(id: string, event: string, context: string, durability?: IDBTransactionDurability): void;
  /** Stores what is in memory only; resolves when everything added so far is on disk or cannot be. */
  store(): Promise<unknown>;
  /** Called whenever something was stored. */
  onStored?: (() => void) | undefined;
  /** Whether something that is held may be in memory only: the disk refused or lost it. */
  unsure?: boolean;
  /** Forgets everything in memory. */
  clear(): void;
}

/** Creates the outbox of one page. */
export function createOutbox(disk: Disk): Outbox {
  let fresh: EventGroup[] = [];
  let chars = 0;
  let how: IDBTransactionDurability | undefined;
  let stored: Promise<unknown> = Promise.resolve();

  const held = new Map<string, EventGroup>();
  const outbox: Outbox = {
    held,
    disk,
    add(id, event, context, durability) {
      let group = fresh.at(-1);
      if (group?.context !== context || group.events.length >= groupEvents || chars > groupChars) {
        chars = 0;
        group = { id, context, events: [] };
        fresh.push(group);
      }
      group.events.push(event);
      chars += event.length;
      how ||= durability;
    },
    store() {
      const groups = fresh;
      const durability = how;
      how = undefined;
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
      fresh = [];
      held.clear();
    },
  };
  return outbox;
}
