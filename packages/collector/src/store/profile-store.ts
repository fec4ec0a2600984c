import type { Profile, TagHalfLives } from '@likeness/core';
import { lockRows } from './change-rows.ts';
import type { ColumnValue } from './column-type.ts';
import type { Statements } from './connect.ts';
import type { Dictionary } from './dictionary.ts';
import { insertRows } from './insert-rows.ts';
import { type PackedProfile, packProfile, unpackProfile } from './pack-profile.ts';
import type { Placement } from './placement.ts';

/** Loads and saves profiles. */
export interface ProfileStore {
  /** The profiles that exist among `ids`; merged ones are empty. */
  readonly load: (sql: Statements, ids: readonly string[]) => Promise<ReadonlyMap<string, Profile>>;
  /** Locks the rows of `ids` in their order until the end of the transaction, and loads them. */
  readonly lock: (sql: Statements, ids: readonly string[]) => Promise<ReadonlyMap<string, Profile>>;
  /** The profiles of rows that were read elsewhere, by their ids. */
  readonly decode: (rows: readonly ProfileRow[]) => Promise<ReadonlyMap<string, Profile>>;
  /** Writes profiles whole; a new one is inserted. The rows must be locked, or be known to be new. */
  readonly save: (sql: Statements, profiles: readonly SavedProfile[]) => Promise<void>;
}

/** One profile to write. */
export interface SavedProfile {
  readonly profileId: string;
  readonly siteId: number;
  readonly profile: Profile;
  /** The profile that this one was merged into. */
  readonly mergedInto?: string;
  /** When, by the collector's clock, epoch ms. */
  readonly updatedAt: number;
}

/** Creates a profile store over the dictionaries of tags and of names of events. */
export function createProfileStore(deps: {
  readonly tags: Dictionary;
  readonly names: Dictionary;
  readonly halfLives: TagHalfLives;
  readonly placement: Placement;
}): ProfileStore {
  async function decode(rows: readonly ProfileRow[]): Promise<ReadonlyMap<string, Profile>> {
    const tags = await deps.tags.decode(rows.flatMap((row) => row.tag_ids));
    const names = await deps.names.decode(rows.flatMap((row) => row.count_ids));
    return new Map(rows.map((row) => [row.profile_id, unpackProfile(packedOf(row, tags, names))]));
  }

  return {
    decode,
    load: async (sql, ids) => {
      if (ids.length === 0) return new Map();
      return await decode(
        await sql<ProfileRow[]>`
          SELECT ${sql.unsafe(profileColumns)} FROM likeness.profiles WHERE profile_id = ANY(${[...ids]}::bigint[])`,
      );
    },
    lock: async (sql, ids) =>
      await decode(
        await lockRows<ProfileRow>(sql, deps.placement, {
          table: 'likeness.profiles',
          key: 'profile_id',
          columns: profileColumns,
          keys: ids,
          strength: 'NO KEY UPDATE',
        }),
      ),
    save: async (sql, profiles) => {
      if (profiles.length === 0) return;
      const packed = profiles.map((saved) => packProfile(saved.profile, deps.halfLives));
      const tagIds = await deps.tags.encode(packed.flatMap((profile) => profile.tags));
      const nameIds = await deps.names.encode(packed.flatMap((profile) => profile.countNames));
      await insertRows(sql, deps.placement, {
        into: 'likeness.profiles AS p',
        columns: savedColumns,
        rows: rowsOf(profiles, packed, slices(tagIds, packed, 'tags'), slices(nameIds, packed, 'countNames')),
        ending: overwrite,
      });
    },
  };
}

/** Columns of a profile's slices that every row states, empty ones as `{}`. */
export const sliceColumns = {
  tag_ids: 'int[]',
  tag_counts: 'int[]',
  tag_fast: 'real[]',
  tag_slow: 'real[]',
  rates: 'real[]',
  count_ids: 'int[]',
  counts: 'bigint[]',
  count_first_at: 'bigint[]',
  count_last_at: 'bigint[]',
  traits: 'jsonb',
  state: 'jsonb',
} as const;

const savedColumns = {
  profile_id: 'bigint',
  site_id: 'int',
  events: 'bigint',
  dropped: 'int',
  first_at: 'time',
  last_at: 'time',
  updated_at: 'time',
  merged_into: 'bigint',
  ...sliceColumns,
  day_counts: 'int[]',
} as const;

/** Everything but the key and the site, which stay. */
const overwrite = `ON CONFLICT (profile_id) DO UPDATE SET version = p.version + 1, ${Object.keys(savedColumns)
  .slice(2)
  .map((column) => `${column} = EXCLUDED.${column}`)
  .join(', ')}`;

function rowsOf(
  profiles: readonly SavedProfile[],
  packed: readonly PackedProfile[],
  tagIds: readonly string[],
  nameIds: readonly string[],
): readonly (readonly ColumnValue[])[] {
  return packed.map((p, i) => [
    profiles[i]?.profileId,
    profiles[i]?.siteId,
    p.events,
    p.dropped,
    p.firstAt,
    p.lastAt,
    profiles[i]?.updatedAt,
    profiles[i]?.mergedInto,
    tagIds[i],
    literal(p.tagCounts),
    literal(p.tagFast),
    literal(p.tagSlow),
    literal(p.rates),
    nameIds[i],
    literal(p.counts),
    literal(p.countFirstAt),
    literal(p.countLastAt),
    JSON.stringify(p.traits),
    JSON.stringify(p.state),
    literal(p.dayCounts),
  ]);
}

/** What {@link ProfileStore.decode} needs of a row. */
export const profileColumns = `profile_id, events::float8 AS events, dropped,
  (extract(epoch FROM first_at) * 1000)::float8 AS first_at, (extract(epoch FROM last_at) * 1000)::float8 AS last_at,
  tag_ids, tag_counts, tag_fast, tag_slow, rates, count_ids, counts::float8[] AS counts,
  count_first_at::float8[] AS count_first_at, count_last_at::float8[] AS count_last_at, traits, state,
  day_counts`;

/** A row as {@link profileColumns} reads it. */
export interface ProfileRow {
  readonly profile_id: string;
  readonly events: number;
  readonly dropped: number;
  readonly first_at: number | null;
  readonly last_at: number | null;
  readonly tag_ids: readonly number[];
  readonly tag_counts: readonly number[];
  readonly tag_fast: readonly number[];
  readonly tag_slow: readonly number[];
  readonly rates: readonly number[];
  readonly count_ids: readonly number[];
  readonly counts: readonly number[];
  readonly count_first_at: readonly number[];
  readonly count_last_at: readonly number[];
  readonly traits: Profile['traits'];
  readonly state: PackedProfile['state'];
  readonly day_counts: readonly number[];
}

function packedOf(
  row: ProfileRow,
  tags: ReadonlyMap<number, string>,
  names: ReadonlyMap<number, string>,
): PackedProfile {
  return {
    events: row.events,
    dropped: row.dropped,
    firstAt: row.first_at ?? undefined,
    lastAt: row.last_at ?? undefined,
    tags: row.tag_ids.map((id) => known(tags, id)),
    tagCounts: row.tag_counts,
    // Postgres writes the shortest decimal that names a single; the single itself was stored.
    tagFast: row.tag_fast.map(Math.fround),
    tagSlow: row.tag_slow.map(Math.fround),
    rates: row.rates.map(Math.fround),
    countNames: row.count_ids.map((id) => known(names, id)),
    counts: row.counts,
    countFirstAt: row.count_first_at,
    countLastAt: row.count_last_at,
    traits: row.traits,
    state: row.state,
    dayCounts: row.day_counts,
  };
}

function known(texts: ReadonlyMap<number, string>, id: number): string {
  const text = texts.get(id);
  if (text === undefined) throw new Error(`number ${id} of a stored profile is in no dictionary`);
  return text;
}

/** Cuts one flat list of numbers into the array literal of each profile. */
function slices(
  ids: readonly number[],
  packed: readonly PackedProfile[],
  field: 'tags' | 'countNames',
): readonly string[] {
  let next = 0;
  return packed.map((profile) => {
    const from = next;
    next += profile[field].length;
    return literal(ids.slice(from, next));
  });
}

/** A Postgres array literal of numbers: unnest takes lists apart, so a list of lists travels as texts. */
function literal(numbers: readonly number[]): string {
  return `{${numbers.join(',')}}`;
}
