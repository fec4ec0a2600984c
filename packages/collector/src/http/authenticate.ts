import { err, ok, type Result } from '@likeness/core';
import type { KeyKind, KeyStore } from '../store/key-store.ts';
import type { Problem } from './problem.ts';

/** Finds the site that a request's key opens. */
export type Authenticate = (
  kind: KeyKind,
  header: string | undefined,
  fallback: string | undefined,
) => Promise<Result<number, Problem>>;

/** How long a looked-up key is believed, ms: a revoked key stops working within this time. */
const believedMs = 5_000;
const cacheEntries = 10_000;

/**
 * Creates the check of keys: a Bearer token, a Basic user name, or the fallback (a key in the body or the query).
 *
 * Looked-up keys are remembered for a few seconds, wrong ones too, so that a flood of them does not reach Postgres.
 */
export function createAuthenticate(keys: Pick<KeyStore, 'open'>, now: () => number): Authenticate {
  const known = new Map<string, { readonly siteId: number | undefined; readonly until: number }>();

  async function open(key: string, kind: KeyKind): Promise<number | undefined> {
    const entry = known.get(`${kind} ${key}`);
    if (entry !== undefined && entry.until > now()) return entry.siteId;
    const siteId = await keys.open(key, kind);
    if (known.size >= cacheEntries) known.clear();
    known.set(`${kind} ${key}`, { siteId, until: now() + believedMs });
    return siteId;
  }

  return async (kind, header, fallback) => {
    const key = keyInHeader(header) ?? fallback;
    if (key === undefined || key === '') {
      return err({
        code: 'no-key',
        message:
          kind === 'write'
            ? 'No write key: send it as the Basic user name, as "writeKey" in the body, or as ?writeKey=.'
            : 'No secret key: send it as "Authorization: Bearer sk_…".',
      });
    }
    const siteId = key.length > 256 ? undefined : await open(key, kind);
    if (siteId !== undefined) return ok(siteId);
    return err({
      code: 'wrong-key',
      message: `This is no ${kind} key of any site, or it was revoked: \`likeness keys\` lists and makes keys.`,
    });
  };
}

function keyInHeader(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const [scheme = '', credentials = ''] = header.trim().split(/\s+/, 2);
  if (/^bearer$/i.test(scheme)) return credentials;
  if (!/^basic$/i.test(scheme)) return undefined;
  const text = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1 ? text : text.slice(0, colon);
}
