import type { Identity } from '../apply/resolve-identity.ts';
import { lockRows } from './change-rows.ts';
import type { Statements } from './connect.ts';
import { type IdentityRow, identityColumns, identityOf, identityTable } from './identity-store.ts';
import { mentionsPerson } from './mentions-person.ts';
import type { Placement } from './placement.ts';

/** All that leads to one person: what is theirs is found by these keys. */
export interface Person {
  readonly siteId: number;
  readonly profileId: string;
  /** The profile, and every one that was merged into it. */
  readonly profileIds: readonly string[];
  readonly ids: readonly {
    readonly identityKey: string;
    readonly kind: 'anonymous' | 'user';
    readonly value: string;
  }[];
  /** Keys of the ids. */
  readonly keys: readonly string[];
  /** Keys under which their events can lie: their own, and devices on which they were seen that are not theirs. */
  readonly deviceKeys: readonly string[];
}

/** Finds all that leads to a person; `lock` keeps everybody else from changing it until the end of the transaction. */
export async function findPerson(sql: Statements, { siteId, profileId, lock }: PersonQuery): Promise<Person> {
  const ids = await findIds(sql, { siteId, profileId, lock });
  // Behind the locks of its ids, without which nothing is merged into it.
  const profileIds = await findMerged(sql, profileId);
  if (lock !== undefined) {
    await lockRows(sql, lock, {
      table: 'likeness.profiles',
      key: 'profile_id',
      columns: 'profile_id',
      keys: profileIds,
      strength: 'UPDATE',
    });
  }
  const keys = ids.map(({ identityKey }) => identityKey);
  const devices = await sql<{ device_key: string }[]>`
    SELECT device_key FROM likeness.device_users WHERE user_key = ANY(${keys}::bigint[])`;
  return {
    siteId,
    profileId,
    profileIds,
    ids: ids.map(({ identityKey, kind, value }) => ({ identityKey, kind, value })),
    keys,
    deviceKeys: [...new Set([...keys, ...devices.map((row) => row.device_key)])],
  };
}

/** Which person, and whether only to read. */
export interface PersonQuery {
  readonly siteId: number;
  readonly profileId: string;
  /** The form of statements that lock; absent, nothing is locked. */
  readonly lock?: Placement | undefined;
}

async function findIds(
  sql: Statements,
  { siteId, profileId, lock }: PersonQuery,
): Promise<readonly Identity[]> {
  const rows = await sql<IdentityRow[]>`
    SELECT ${sql.unsafe(identityColumns)} FROM likeness.identities
    WHERE profile_id = ${profileId} AND site_id = ${siteId} ORDER BY identity_key`;
  if (lock === undefined) return rows.map(identityOf);
  const locked = await lockRows<IdentityRow>(sql, lock, {
    ...identityTable,
    columns: identityColumns,
    keys: rows.map((row) => row.identity_key),
    strength: 'UPDATE',
  });
  return locked.map(identityOf).filter((identity) => identity.profileId === profileId);
}

/** A profile and every one that was merged into it, however long ago. */
async function findMerged(sql: Statements, profileId: string): Promise<readonly string[]> {
  const found = new Set([profileId]);
  for (let last = [profileId]; last.length > 0; ) {
    const rows = await sql<{ profile_id: string }[]>`
      SELECT profile_id FROM likeness.profiles WHERE merged_into = ANY(${last}::bigint[])`;
    last = rows.map((row) => row.profile_id).filter((id) => !found.has(id));
    for (const id of last) found.add(id);
  }
  return [...found];
}

/** Rows that are a person's, by table. */
export type PersonCounts = Readonly<Record<string, number>>;

/**
 * Which rows of each table are a person's: `t` is the table. On a device of theirs, what another user did there is that
 * user's; on a device of another, what they did is theirs.
 */
const ownRows: Readonly<Record<string, (sql: Statements, person: Person) => ReturnType<Statements>>> = {
  events: (sql, { keys, deviceKeys }) => sql`
    t.device_key = ANY(${[...deviceKeys]}::bigint[]) AND (
      t.user_key = ANY(${[...keys]}::bigint[])
      OR (t.user_key IS NULL AND t.device_key = ANY(${[...keys]}::bigint[]))
    )`,
  session_rows: (sql, { keys, deviceKeys }) => sql`
    t.device_key = ANY(${[...deviceKeys]}::bigint[]) AND (
      t.user_key = ANY(${[...keys]}::bigint[])
      OR (t.user_key IS NULL AND t.device_key = ANY(${[...keys]}::bigint[]))
    )`,
  social_edges: (sql, { keys }) => sql`
    t.from_key = ANY(${[...keys]}::bigint[]) OR t.to_key = ANY(${[...keys]}::bigint[])`,
  aliases: (sql, { keys }) => sql`
    t.identity_key = ANY(${[...keys]}::bigint[]) OR t.user_key = ANY(${[...keys]}::bigint[])`,
  device_users: (sql, { keys }) => sql`t.user_key = ANY(${[...keys]}::bigint[])`,
  profile_merges: (sql, { keys, profileIds }) => sql`
    t.identity_key = ANY(${[...keys]}::bigint[]) OR t.from_profile_id = ANY(${[...profileIds]}::bigint[])
      OR t.into_profile_id = ANY(${[...profileIds]}::bigint[])`,
  unlinks: (sql, { keys }) => sql`
    t.identity_key = ANY(${[...keys]}::bigint[]) OR t.other_key = ANY(${[...keys]}::bigint[])`,
  segment_members: byProfile,
  segment_checks: byProfile,
  webhook_deliveries: byProfile,
  lifetime_values: byProfile,
  social_standings: byProfile,
  profile_backlog: byProfile,
  profiles: byProfile,
  identities: (sql, { keys }) => sql`t.identity_key = ANY(${[...keys]}::bigint[])`,
};

/** Deletes everything that is a person's, in a transaction that holds the locks of {@link findPerson}. */
export async function deletePerson(sql: Statements, person: Person): Promise<PersonCounts> {
  const counts: Record<string, number> = {};
  for (const [table, own] of Object.entries(ownRows)) {
    const deleted = await sql`DELETE FROM ${sql(`likeness.${table}`)} t WHERE ${own(sql, person)}`;
    counts[table] = deleted.count;
  }
  const quarantined = await quarantineOf(sql, person);
  await sql`
    DELETE FROM likeness.quarantine
    WHERE site_id = ${person.siteId} AND quarantine_id = ANY(${[...quarantined]}::bigint[])`;
  return { ...counts, quarantine: quarantined.length };
}

/** How many rows are a person's. */
export async function countPerson(sql: Statements, person: Person): Promise<PersonCounts> {
  const counts: Record<string, number> = {};
  for (const [table, own] of Object.entries(ownRows)) {
    const [row] = await sql<{ count: number }[]>`
      SELECT count(*)::float8 AS count FROM ${sql(`likeness.${table}`)} t WHERE ${own(sql, person)}`;
    counts[table] = row?.count ?? 0;
  }
  return { ...counts, quarantine: (await quarantineOf(sql, person)).length };
}

const quarantinePage = 1_000;

/** Numbers of the inputs in quarantine that name a person. */
export async function quarantineOf(sql: Statements, person: Person): Promise<readonly string[]> {
  const values = new Set(person.ids.map(({ value }) => value));
  const found: string[] = [];
  // As they stand in JSON too, where quotes and control characters are escaped.
  const parts = [...values].flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]);
  let after = '0';
  for (;;) {
    const rows = await sql<{ id: string; raw: string }[]>`
      SELECT quarantine_id AS id, raw FROM likeness.quarantine q
      WHERE site_id = ${person.siteId} AND quarantine_id > ${after}
        AND EXISTS (SELECT 1 FROM unnest(${parts}::text[]) AS part WHERE strpos(q.raw, part) > 0)
      ORDER BY quarantine_id LIMIT ${quarantinePage}`;
    for (const { id, raw } of rows) if (mentionsPerson(raw, values)) found.push(id);
    const last = rows.at(-1);
    if (last === undefined) return found;
    after = last.id;
  }
}

/** Records that somebody was erased, without saying who. */
export async function recordErasure(
  sql: Statements,
  erasure: {
    readonly siteId: number;
    readonly askedBy: string;
    readonly counts: PersonCounts;
    readonly now: number;
  },
): Promise<void> {
  await sql`
    INSERT INTO likeness.erasures (site_id, erased_at, asked_by, counts)
    VALUES (
      ${erasure.siteId}, to_timestamp(${erasure.now}::float8 / 1000), ${erasure.askedBy},
      ${JSON.stringify(erasure.counts)}::text::jsonb
    )`;
}

function byProfile(sql: Statements, { profileIds }: Person): ReturnType<Statements> {
  return sql`t.profile_id = ANY(${[...profileIds]}::bigint[])`;
}
