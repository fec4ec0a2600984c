import { clearInterval, setInterval } from 'node:timers';
import type { Statements } from './connect.ts';
import { type KeyStore, keyHash } from './key-store.ts';

/** Every good write key, in memory. */
export interface WriteKeyMemory extends Pick<KeyStore, 'open'> {
  readonly stop: () => void;
}

/** A key that was made or revoked is known within this time, ms. */
const refreshMs = 5_000;

/** Without a database for longer, keys are believed no more: a revoked one would work for ever. */
const outageMs = 3_600_000;

/**
 * Loads the write keys of all sites and keeps them up to date, so that a collector can check them while Postgres is away
 * for up to an hour; then `open` throws. Throws when they cannot be loaded at the start.
 */
export async function createWriteKeyMemory(deps: {
  readonly sql: Statements;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}): Promise<WriteKeyMemory> {
  const { sql, now, onError } = deps;
  let sites = await loadKeys(sql);
  let loadedAt = now();
  let isLoading = false;
  const timer = setInterval(() => {
    if (isLoading) return;
    isLoading = true;
    loadKeys(sql)
      .then((loaded) => {
        sites = loaded;
        loadedAt = now();
      }, onError)
      .finally(() => {
        isLoading = false;
      });
  }, refreshMs);
  timer.unref();
  return {
    open: async (key, kind) => {
      if (kind !== 'write') return await Promise.resolve(undefined);
      if (now() - loadedAt > outageMs) throw new Error('the write keys were last read more than an hour ago');
      return sites.get(keyHash(key).toString('base64'));
    },
    stop: () => clearInterval(timer),
  };
}

async function loadKeys(sql: Statements): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ key_hash: Buffer; site_id: number }[]>`
    SELECT key_hash, site_id FROM likeness.keys WHERE kind = 'write' AND revoked_at IS NULL`;
  return new Map(rows.map((row) => [row.key_hash.toString('base64'), row.site_id]));
}
