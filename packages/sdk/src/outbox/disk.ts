/**
 * Runs requests that `ask` makes at once, in one transaction over the stored groups, and answers the one that it answers
 * when the transaction is complete; when it answers none, nothing may be added later.
 */
export type Disk = <T>(
  mode: IDBTransactionMode,
  ask: (groups: IDBObjectStore) => IDBRequest<T> | undefined,
  durability?: IDBTransactionDurability,
) => Promise<T | undefined>;

/**
 * Opens the IndexedDB database `name` when it is first needed; for the time until the page has loaded, when
 * `openLastingDisk` takes over what can go wrong with a connection that lasts. Rejects where there is no IndexedDB.
 */
export function openDisk(name: string): Disk {
  let opened: Promise<IDBDatabase> | undefined;
  const open = (): Promise<IDBDatabase> =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(name, { keyPath: 'id' });
      request.onsuccess = () => resolve(request.result);
      request.onerror = reject;
    });
  return async (mode, ask, durability = 'relaxed') => {
    opened ??= open();
    const database = await opened;
    // Someone deletes it: holding on to it would block them for ever.
    database.onversionchange = () => database.close();
    const transaction = database.transaction(name, mode, { durability });
    const request = ask(transaction.objectStore(name));
    // Nothing follows: it must not wait for the page to hear of it, which may be frozen by then.
    if (!request) transaction.commit?.();
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = reject;
    });
    return request?.result;
  };
}
