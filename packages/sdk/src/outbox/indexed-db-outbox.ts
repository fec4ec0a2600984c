import { type EventGroup, groupLimit, type Outbox, peekLimit } from './outbox.ts';

/**
 * An outbox in IndexedDB database `name`, one record per group, with `spare` for what the disk refuses.
 *
 * An operation that fails opens the database anew and tries once more. `onWiped` is called when the storage was taken
 * away underfoot, so that the caller can append again what it still holds.
 *
 * IndexedDB is used directly: `idb` would cost 1.2 kB of the 3.2 kB that a page may load before it is ready.
 */
export function createIndexedDbOutbox(name: string, spare: Outbox, onWiped: () => void): Outbox {
  let opened: Promise<IDBDatabase> | undefined;

  const open = (): Promise<IDBDatabase> =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(name, { keyPath: 'id' });
      request.onsuccess = () => {
        const database = request.result;
        // Someone deletes the database (holding on to it would block them for ever) or the browser took it away.
        database.onversionchange = database.onclose = () => {
          database.close();
          opened = undefined;
          onWiped();
        };
        resolve(database);
      };
      request.onerror = reject;
    });

  /** Runs requests that are all made at once in one transaction; answers the result of the last one. */
  const attempt = async <T>(
    mode: IDBTransactionMode,
    ask: (groups: IDBObjectStore) => IDBRequest<T> | undefined,
    durability: IDBTransactionDurability = 'relaxed',
  ): Promise<T | undefined> => {
    opened ??= open();
    const database = await opened;
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(name, mode, { durability });
      const request = ask(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onabort = reject;
    });
  };
  const run: typeof attempt = (...how) =>
    attempt(...how).catch(() => {
      opened = undefined;
      return attempt(...how);
    });

  return {
    append: (groups, durability) =>
      run(
        'readwrite',
        (all) => {
          for (const group of groups) all.put(group);
          return all.count();
        },
        durability,
      ).then(
        (count = 0) => count - groupLimit,
        () => spare.append(groups, durability),
      ),
    async peek() {
      const groups = await run<EventGroup[]>('readonly', (all) => all.getAll(null, peekLimit)).catch(
        () => undefined,
      );
      return groups?.length ? groups : spare.peek();
    },
    async remove(ids) {
      await spare.remove(ids);
      await run('readwrite', (all) => {
        for (const id of ids) all.delete(id);
        return undefined;
        // What cannot be removed is sent again later, and counted once.
      }).catch(() => undefined);
    },
    clear() {
      spare.clear();
      indexedDB.deleteDatabase(name);
    },
  };
}
