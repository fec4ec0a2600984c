import { openDB, unwrap, wrap } from 'idb';
import type { Disk } from './disk.ts';

/**
 * Opens the IndexedDB database `name` when it is first needed.
 *
 * What fails is tried once more with the database opened anew; then it rejects. `onWiped` is called when the storage
 * was taken away underfoot, so that the caller can store again what it still holds.
 */
export function openLastingDisk(name: string, onWiped: () => void): Disk {
  let opened: Promise<IDBDatabase> | undefined;

  const open = async (): Promise<IDBDatabase> => {
    const database = unwrap(
      await openDB(name, 1, {
        upgrade: (created) => void created.createObjectStore(name, { keyPath: 'id' }),
      }),
    );
    // The browser took it away, or someone deletes it: holding on to it would block them for ever.
    database.onclose = database.onversionchange = () => {
      database.close();
      opened = undefined;
      onWiped();
    };
    return database;
  };

  const attempt: Disk = async (mode, ask, durability = 'relaxed') => {
    opened ??= open();
    const transaction = (await opened).transaction(name, mode, { durability });
    // Requests are made on the store itself: one promise a transaction is enough, one a request would be wasted.
    const request = ask(transaction.objectStore(name));
    await wrap(transaction).done;
    return request?.result;
  };
  return (...work) =>
    attempt(...work).catch(() => {
      opened = undefined;
      return attempt(...work);
    });
}
