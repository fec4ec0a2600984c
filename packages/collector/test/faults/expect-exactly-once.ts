import { expect } from 'vitest';
import { countStored, type StoredCounts } from './count-stored.ts';

/** Asserts that a database holds so many events, each once, and that every profile is the fold of its own. */
export async function expectExactlyOnce(databaseUrl: string, events: number): Promise<void> {
  const exact: StoredCounts = {
    events,
    different: events,
    folded: events,
    inSessions: events,
    refolded: events,
    differing: [],
  };
  expect(await countStored(databaseUrl)).toEqual(exact);
}
