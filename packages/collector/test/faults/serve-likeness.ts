import { supervise } from './supervise.ts';

/** A collector as a process of its own, started again whenever it ends. */
export interface ServedLikeness {
  /** Where it listens: waits while it starts. */
  readonly url: () => Promise<string>;
  readonly writeKey: () => Promise<string>;
  /** Ends it without a chance to do anything; it is started again. */
  readonly kill: () => Promise<void>;
  /** Asks it to stop and waits until it has; it is started again. */
  readonly restart: () => Promise<void>;
  readonly starts: () => number;
  readonly stop: () => Promise<void>;
}

/** Starts `likeness serve` and answers once it was ready for the first time. */
export async function serveLikeness(databaseUrl: string): Promise<ServedLikeness> {
  const { ready, ...process } = await supervise<{ readonly collector: string; readonly writeKey: string }>(
    ['serve'],
    { DATABASE_URL: databaseUrl },
  );
  return {
    ...process,
    url: async () => (await ready()).collector,
    writeKey: async () => (await ready()).writeKey,
  };
}
