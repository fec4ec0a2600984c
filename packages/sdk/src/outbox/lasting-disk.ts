import { openDB, unwrap, wrap } from 'idb';
import type { Disk } from './disk.ts';

/** A disk for as long as the page lives. */
export interface LastingDisk {
  readonly disk: Disk;
  /** Gives up what is under way and tries it again on a new connection. */
  reopen(): void;
}

/** What a disk asks and tells. */
export interface LastingDiskDeps {
  /** Whether anything may be stored; asked before each opening, which would bring back a database that a refusal deleted. */
  mayStore(): boolean;
  /** The storage was taken away underfoot: the caller can store again what it still holds. */
  onWiped(): void;
}

/** A transaction that takes longer hangs, as all do in WebKitGTK 2.50 on a page that comes back from its cache. */
const patienceMs = 2_500;

/**
 * Opens the IndexedDB database `name` when it is first needed.
 *
 * What fails, or never ends, is tried once more with the database opened anew; then it rejects.
 */
export function openLastingDisk(name: string, { mayStore, onWiped }: LastingDiskDeps): LastingDisk {
  let opened: Promise<IDBDatabase> | undefined;
  /** Whether nothing ends here any more: memory has to do for the rest of the page. */
  let hangs = false;
  const hung = new Error('IndexedDB does not answer');
  /** Ends each wait for what is under way. */
  const waits = new Set<() => void>();

  const open = async (): Promise<IDBDatabase> => {
    if (!mayStore()) throw new Error('Nothing may be stored');
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

  const work: Disk = async (mode, ask, durability = 'relaxed') => {
    opened ??= open();
    const transaction = (await opened).transaction(name, mode, { durability });
    // Requests are made on the store itself: one promise a transaction is enough, one a request would be wasted.
    const request = ask(transaction.objectStore(name));
    // Nothing follows: it must not wait for the page to hear of it, which may be frozen by then.
    if (!request) transaction.commit?.();
    await wrap(transaction).done;
    return request?.result;
  };
  const letGo = (): void => {
    // A connection that is left open may hold up the next one. One that never opened needs no closing.
    opened?.then(
      (database) => database.close(),
      () => undefined,
    );
    opened = undefined;
  };
  const attempt: Disk = (...how) =>
    new Promise((resolve, reject) => {
      const fail = (reason: unknown): void => {
        // Whatever it was, the next attempt had better not rely on the same connection.
        letGo();
        settle();
        reject(reason);
      };
      const giveUp = (): void => fail(hung);
      const settle = (): void => {
        clearTimeout(timer);
        waits.delete(giveUp);
      };
      const timer = setTimeout(giveUp, patienceMs);
      waits.add(giveUp);
      work(...how).then((answer) => {
        settle();
        resolve(answer);
      }, fail);
    });
  return {
    async disk(...how) {
      if (hangs) throw hung;
      return await attempt(...how)
        .catch(() => attempt(...how))
        .catch((reason: unknown) => {
          hangs ||= reason === hung;
          throw reason;
        });
    },
    reopen() {
      hangs = false;
      letGo();
      for (const giveUp of waits) giveUp();
    },
  };
}
