import type { Profile, TagHalfLives } from '@likeness/core';
import type { Statements } from './connect.ts';
import type { Dictionary } from './dictionary.ts';
import { type PackedProfile, packProfile, unpackProfile } from './pack-profile.ts';

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
    lock: async (sql, ids) => {
      if (ids.length === 0) return new Map();
      return await decode(
        await sql<ProfileRow[]>`
          SELECT ${sql.unsafe(profileColumns)} FROM likeness.profiles WHERE profile_id = ANY(${[...ids]}::bigint[])
          ORDER BY profile_id FOR NO KEY UPDATE`,
      );
    },
    save: async (sql, profiles) => {
      if (profiles.length === 0) return;
      const packed = profiles.map((saved) => packProfile(saved.profile, deps.halfLives));
      const tagIds = await deps.tags.encode(packed.flatMap((profile) => profile.tags));
      const nameIds = await deps.names.encode(packed.flatMap((profile) => profile.countNames));
      await upsert(
        sql,
        profiles,
        packed,
        slices(tagIds, packed, 'tags'),
        slices(nameIds, packed, 'countNames'),
      );
    },
  };
}

async function upsert(
  sql: Statements,
  profiles: readonly SavedProfile[],
  packed: readonly PackedProfile[],
  tagIds: readonly string[],
  nameIds: readonly string[],
): Promise<void> {
  await sql`
    INSERT INTO likeness.profiles AS p (
      profile_id, site_id, events, dropped, first_at, last_at, updated_at, merged_into,
      tag_ids, tag_counts, tag_fast, tag_slow, rates, count_ids, counts, count_first_at, count_last_at, traits, state,
      day_counts
    )
    SELECT
      profile_id, site_id, events, dropped,
      to_timestamp(first_at / 1000), to_timestamp(last_at / 1000), to_timestamp(updated_at / 1000), merged_into,
      tag_ids::int[], tag_counts::int[], tag_fast::real[], tag_slow::real[], rates::real[],
      count_ids::int[], counts::bigint[], count_first_at::bigint[], count_last_at::bigint[],
      traits::jsonb, state::jsonb, day_counts::int[]
    FROM unnest(
      ${profiles.map((p) => p.profileId)}::bigint[],
      ${profiles.map((p) => p.siteId)}::int[],
      ${packed.map((p) => p.events)}::bigint[],
      ${packed.map((p) => p.dropped)}::int[],
      ${packed.map((p) => p.firstAt ?? null)}::float8[],
      ${packed.map((p) => p.lastAt ?? null)}::float8[],
      ${profiles.map((p) => p.updatedAt)}::float8[],
      ${profiles.map((p) => p.mergedInto ?? null)}::bigint[],
      ${[...tagIds]}::text[],
      ${packed.map((p) => literal(p.tagCounts))}::text[],
      ${packed.map((p) => literal(p.tagFast))}::text[],
      ${packed.map((p) => literal(p.tagSlow))}::text[],
      ${packed.map((p) => literal(p.rates))}::text[],
      ${[...nameIds]}::text[],
      ${packed.map((p) => literal(p.counts))}::text[],
      ${packed.map((p) => literal(p.countFirstAt))}::text[],
      ${packed.map((p) => literal(p.countLastAt))}::text[],
      ${packed.map((p) => JSON.stringify(p.traits))}::text[],
      ${packed.map((p) => JSON.stringify(p.state))}::text[],
      ${packed.map((p) => literal(p.dayCounts))}::text[]
    ) AS u (
      profile_id, site_id, events, dropped, first_at, last_at, updated_at, merged_into,
      tag_ids, tag_counts, tag_fast, tag_slow, rates, count_ids, counts, count_first_at, count_last_at, traits, state,
      day_counts
    )
    ON CONFLICT (profile_id) DO UPDATE SET
      version = p.version + 1,
      events = EXCLUDED.events,
      dropped = EXCLUDED.dropped,
      first_at = EXCLUDED.first_at,
      last_at = EXCLUDED.last_at,
      updated_at = EXCLUDED.updated_at,
      merged_into = EXCLUDED.merged_into,
      tag_ids = EXCLUDED.tag_ids,
      tag_counts = EXCLUDED.tag_counts,
      tag_fast = EXCLUDED.tag_fast,
      tag_slow = EXCLUDED.tag_slow,
      rates = EXCLUDED.rates,
      count_ids = EXCLUDED.count_ids,
      counts = EXCLUDED.counts,
      count_first_at = EXCLUDED.count_first_at,
      count_last_at = EXCLUDED.count_last_at,
      traits = EXCLUDED.traits,
      state = EXCLUDED.state,
      day_counts = EXCLUDED.day_counts`;
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
