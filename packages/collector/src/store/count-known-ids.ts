import type { Statements } from './connect.ts';
import { type IdentityKind, identityKey } from './identity-key.ts';

/** Counts ids by whether they are known, as they come. */
export interface KnownIdCount {
  readonly add: (kind: IdentityKind, value: string) => Promise<void> | undefined;
  readonly end: () => Promise<{ readonly known: number; readonly unknown: number }>;
}

/** Ids that are asked for at once. */
const countedAtOnce = 2_000;

/** Counts which ids of a site are known; an id that comes twice counts twice. */
export function countKnownIds(sql: Statements, siteId: number): KnownIdCount {
  const total = { known: 0, unknown: 0 };
  let keys: string[] = [];
  async function ask(): Promise<void> {
    const asked = keys;
    keys = [];
    const [row] = await sql<{ known: number }[]>`
      SELECT count(*)::float8 AS known FROM unnest(${asked}::bigint[]) AS u (identity_key)
      JOIN likeness.identities i USING (identity_key)`;
    total.known += row?.known ?? 0;
    total.unknown += asked.length - (row?.known ?? 0);
  }
  return {
    add: (kind, value) => {
      keys.push(identityKey(siteId, kind, value));
      return keys.length >= countedAtOnce ? ask() : undefined;
    },
    end: async () => {
      await ask();
      return total;
    },
  };
}
