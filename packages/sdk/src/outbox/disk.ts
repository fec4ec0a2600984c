/**
 * Runs requests that `ask` makes at once, in one transaction over the stored groups, and answers the last one's result
 * when the transaction is complete.
 */
export type Disk = <T>(
  mode: IDBTransactionMode,
  ask: (groups: IDBObjectStore) => IDBRequest<T> | undefined,
  durability?: IDBTransactionDurability,
) => Promise<T | undefined>;

/**
 * Opens the IndexedDB database `name` when it is first needed.
 *
 * What fails is tried once more with the database opened anew; then it rejects. `onWiped` is called when the storage
 * was taken away underfoot, so that the caller can store again what it still holds.
 *
 * IndexedDB is used directly: `idb` would cost 1.2 kB of the 3.2 kB that a page may load before it is ready.
 */
export function openDisk(name: string, onWiped: () => void): Disk {
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

  const attempt: Disk = async (mode, ask, durability = 'relaxed') => {
    opened ??= open();
    const transaction = (await opened).transaction(name, mode, { durability });
    const request = ask(transaction.objectStore(name));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onabort = reject;
    });
  };
  return (...work) =>
    attempt(...work).catch(() => {
      opened = undefined;
      return attempt(...work);
    });
}
