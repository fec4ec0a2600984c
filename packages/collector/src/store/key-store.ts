import { createHash, randomBytes } from 'node:crypto';
import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import type { Database } from './connect.ts';
import { keys } from './schema/keys.ts';
import { sites } from './schema/sites.ts';

/** What a key opens. */
export type KeyKind = 'write' | 'secret';

/** One key as it can be listed; a secret key itself is not known any more. */
export interface KeyRecord {
  readonly siteId: number;
  readonly site: string;
  readonly kind: KeyKind;
  readonly label: string;
  /** The first characters of the key. */
  readonly hint: string;
  /** A write key in full. */
  readonly publicKey: string | undefined;
  readonly createdAt: Date;
  readonly revokedAt: Date | undefined;
}

/** Sites and their keys. */
export interface KeyStore {
  /** The first site, made with the given name when there is none yet. */
  readonly ensureSite: (name: string) => Promise<{ readonly siteId: number; readonly name: string }>;
  /** The site with this name, or `undefined`. */
  readonly findSite: (name: string) => Promise<number | undefined>;
  /** Makes a key and answers it: a secret key can never be read again. */
  readonly create: (key: {
    readonly siteId: number;
    readonly kind: KeyKind;
    readonly label: string;
  }) => Promise<string>;
  /** The site that a good key opens; `undefined` for an unknown or revoked one. */
  readonly open: (key: string, kind: KeyKind) => Promise<number | undefined>;
  /** Every key, newest first. */
  readonly list: () => Promise<readonly KeyRecord[]>;
  /** Revokes the keys whose text begins with `hint` (at least 6 characters); answers how many. */
  readonly revoke: (hint: string) => Promise<number>;
  /** Revokes the keys with this label; answers how many. */
  readonly revokeLabelled: (siteId: number, label: string) => Promise<number>;
  /** A secret that stays the same over restarts, for signing cookies; made from the site's first secret key. */
  readonly signingSecret: (siteId: number) => Promise<string>;
  /** The oldest good write key of a site. */
  readonly writeKey: (siteId: number) => Promise<string | undefined>;
}

const prefixes: Readonly<Record<KeyKind, string>> = { write: 'wk_', secret: 'sk_' };
const hintLength = 9;

/** Creates the store of sites and keys. */
export function createKeyStore({ drizzle: db }: Pick<Database, 'drizzle'>): KeyStore {
  return {
    ensureSite: async (name) => {
      await db.insert(sites).values({ name }).onConflictDoNothing();
      const [site] = await db.select().from(sites).orderBy(asc(sites.siteId)).limit(1);
      if (site === undefined) throw new Error('a site that was just made cannot be found');
      return site;
    },
    findSite: async (name) => {
      const [site] = await db.select().from(sites).where(eq(sites.name, name));
      return site?.siteId;
    },
    create: async ({ siteId, kind, label }) => {
      const key = prefixes[kind] + randomBytes(24).toString('base64url');
      await db.insert(keys).values({
        keyHash: keyHash(key),
        siteId,
        kind,
        label,
        hint: key.slice(0, hintLength),
        publicKey: kind === 'write' ? key : null,
      });
      return key;
    },
    open: async (key, kind) => {
      const [found] = await db
        .select({ siteId: keys.siteId })
        .from(keys)
        .where(and(eq(keys.keyHash, keyHash(key)), eq(keys.kind, kind), isNull(keys.revokedAt)));
      return found?.siteId;
    },
    list: async () => {
      const rows = await db
        .select({ key: keys, site: sites.name })
        .from(keys)
        .innerJoin(sites, eq(sites.siteId, keys.siteId))
        .orderBy(desc(keys.createdAt));
      return rows.map(({ key, site }) => ({
        siteId: key.siteId,
        site,
        kind: key.kind,
        label: key.label,
        hint: key.hint,
        publicKey: key.publicKey ?? undefined,
        createdAt: key.createdAt,
        revokedAt: key.revokedAt ?? undefined,
      }));
    },
    revoke: async (hint) => {
      if (hint.length < 6) throw new RangeError('name the key by at least its first 6 characters');
      const revoked = await db
        .update(keys)
        .set({ revokedAt: new Date() })
        .where(and(eq(keys.hint, hint.slice(0, hintLength)), isNull(keys.revokedAt)))
        .returning({ hint: keys.hint });
      return revoked.length;
    },
    revokeLabelled: async (siteId, label) => {
      const revoked = await db
        .update(keys)
        .set({ revokedAt: new Date() })
        .where(and(eq(keys.siteId, siteId), eq(keys.label, label), isNull(keys.revokedAt)))
        .returning({ hint: keys.hint });
      return revoked.length;
    },
    signingSecret: async (siteId) => {
      const [key] = await db
        .select({ keyHash: keys.keyHash })
        .from(keys)
        .where(and(eq(keys.siteId, siteId), eq(keys.kind, 'secret')))
        .orderBy(asc(keys.createdAt))
        .limit(1);
      if (key === undefined) throw new Error('the site has no secret key yet');
      // The hash is not shown anywhere, but it is not ours to hand out either.
      return createHash('sha256').update('cookies').update(key.keyHash).digest('base64url');
    },
    writeKey: async (siteId) => {
      const [key] = await db
        .select({ publicKey: keys.publicKey })
        .from(keys)
        .where(and(eq(keys.siteId, siteId), eq(keys.kind, 'write'), isNull(keys.revokedAt)))
        .orderBy(asc(keys.createdAt))
        .limit(1);
      return key?.publicKey ?? undefined;
    },
  };
}

/** What is stored of a key. */
export function keyHash(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
