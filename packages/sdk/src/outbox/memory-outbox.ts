import { type EventGroup, groupLimit, type Outbox, peekLimit } from './outbox.ts';

/** An outbox that lives as long as the page: for private windows, broken IndexedDB and `storage: 'memory'`. */
export function createMemoryOutbox(): Outbox {
  const groups = new Map<string, EventGroup>();
  return {
    async append(added) {
      for (const group of added) groups.set(group.id, group);
      return groups.size - groupLimit;
    },
    peek: async () => [...groups.values()].slice(0, peekLimit),
    async remove(ids) {
      for (const id of ids) groups.delete(id);
    },
    clear: () => groups.clear(),
  };
}
