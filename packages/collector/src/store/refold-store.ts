import type { RefoldCounts } from '../refold/refold-group.ts';
import type { Statements } from './connect.ts';

/** A range of profile ids of a refold, and how far it came. */
export interface RefoldPart {
  readonly part: number;
  /** The last profile that is done, or the end of the range before; `undefined` at the very beginning. */
  readonly afterId: string | undefined;
  readonly toId: string;
}

/** A refold of all profiles that is not finished. */
export interface OpenRefold {
  readonly refoldId: string;
  /** Profiles and events there were when it began. */
  readonly profilesTotal: number;
  readonly eventsTotal: number;
  /** Done by earlier runs. */
  readonly done: RefoldCounts;
  /** What is left. */
  readonly parts: readonly RefoldPart[];
}

/** How many ranges a refold is cut into: more than it has workers, so that none waits long for the last. */
const partCount = 32;

const firstId = -(2n ** 63n);

/** Ids of profiles are hashes: ranges of equal width hold about as many of them. */
export function cutProfileIds(parts = partCount): readonly RefoldPart[] {
  const width = 2n ** 64n / BigInt(parts);
  const end = (part: number): bigint => firstId + width * BigInt(part + 1) - 1n;
  return Array.from({ length: parts }, (_, part) => ({
    part,
    afterId: part === 0 ? undefined : String(end(part - 1)),
    toId: String(part === parts - 1 ? 2n ** 63n - 1n : end(part)),
  }));
}

/** How many profiles and events there are to fold. */
export async function countProfiles(
  sql: Statements,
): Promise<{ readonly profiles: number; readonly events: number }> {
  const [row] = await sql<{ profiles: number; events: number }[]>`
    SELECT count(*)::float8 AS profiles, coalesce(sum(events), 0)::float8 AS events
    FROM likeness.profiles WHERE merged_into IS NULL`;
  return row ?? { profiles: 0, events: 0 };
}

/**
 * The last refold under these rules when it was interrupted, else a new one. `begin: 'anew'` gives up what was interrupted;
 * one under other rules is given up in any case.
 */
export async function openRefold(
  sql: Statements,
  options: {
    readonly rulesDigest: string;
    readonly begin: 'where it stopped' | 'anew';
    readonly now: number;
  },
): Promise<OpenRefold> {
  const { rulesDigest, begin, now } = options;
  if (begin === 'anew') await sql`DELETE FROM likeness.refolds WHERE finished_at IS NULL`;
  await sql`DELETE FROM likeness.refolds WHERE finished_at IS NULL AND rules_digest <> ${rulesDigest}`;
  const [open] = await sql<{ id: string; profiles: number; events: number }[]>`
    SELECT refold_id AS id, profiles_total::float8 AS profiles, events_total::float8 AS events
    FROM likeness.refolds WHERE finished_at IS NULL ORDER BY refold_id DESC LIMIT 1`;
  if (open !== undefined) return await resume(sql, open);
  const { profiles, events } = await countProfiles(sql);
  const parts = cutProfileIds();
  const [created] = await sql<{ id: string }[]>`
    WITH refold AS (
      INSERT INTO likeness.refolds (rules_digest, profiles_total, events_total, started_at, updated_at)
      VALUES (${rulesDigest}, ${profiles}, ${events}, to_timestamp(${now}::float8 / 1000), to_timestamp(${now}::float8 / 1000))
      RETURNING refold_id
    ), parts AS (
      INSERT INTO likeness.refold_parts (refold_id, part, after_id, to_id)
      SELECT refold_id, part, after_id, to_id FROM refold, unnest(
        ${parts.map(({ part }) => part)}::int[], ${parts.map(({ afterId }) => afterId ?? null)}::bigint[],
        ${parts.map(({ toId }) => toId)}::bigint[]
      ) AS u (part, after_id, to_id)
    )
    SELECT refold_id AS id FROM refold`;
  if (created === undefined) throw new Error('an inserted refold was not answered');
  const done = { profiles: 0, events: 0, different: 0, bounded: 0, pending: 0, incomplete: 0 };
  return { refoldId: created.id, profilesTotal: profiles, eventsTotal: events, done, parts };
}

async function resume(
  sql: Statements,
  open: { readonly id: string; readonly profiles: number; readonly events: number },
): Promise<OpenRefold> {
  const rows = await sql<PartRow[]>`
    SELECT part, after_id, to_id, finished_at IS NOT NULL AS is_done, profiles::float8 AS profiles,
      events::float8 AS events, different::float8 AS different, bounded::float8 AS bounded
    FROM likeness.refold_parts WHERE refold_id = ${open.id} ORDER BY part`;
  const sum = (count: 'profiles' | 'events' | 'different' | 'bounded'): number =>
    rows.reduce((total, row) => total + row[count], 0);
  return {
    refoldId: open.id,
    profilesTotal: open.profiles,
    eventsTotal: open.events,
    done: {
      profiles: sum('profiles'),
      events: sum('events'),
      different: sum('different'),
      bounded: sum('bounded'),
      pending: 0,
      incomplete: 0,
    },
    parts: rows
      .filter((row) => !row.is_done)
      .map((row) => ({ part: row.part, afterId: row.after_id ?? undefined, toId: row.to_id })),
  };
}

/** Notes how far a part came, in the transaction that saves the profiles. */
export async function saveRefoldStep(
  sql: Statements,
  step: {
    readonly refoldId: string;
    readonly part: number;
    readonly lastId: string;
    readonly counts: RefoldCounts;
  },
): Promise<void> {
  const { refoldId, part, lastId, counts } = step;
  await sql`
    UPDATE likeness.refold_parts SET after_id = ${lastId}, profiles = profiles + ${counts.profiles},
      events = events + ${counts.events}, different = different + ${counts.different},
      bounded = bounded + ${counts.bounded}
    WHERE refold_id = ${refoldId} AND part = ${part}`;
}

/** Notes that a part is done, and the refold with its last part; in a transaction. */
export async function finishRefoldPart(
  sql: Statements,
  { refoldId, part, now }: { readonly refoldId: string; readonly part: number; readonly now: number },
): Promise<void> {
  // Two parts that end together must see each other, or neither would be the last.
  await sql`SELECT 1 FROM likeness.refolds WHERE refold_id = ${refoldId} FOR UPDATE`;
  await sql`
    UPDATE likeness.refold_parts SET finished_at = to_timestamp(${now}::float8 / 1000)
    WHERE refold_id = ${refoldId} AND part = ${part}`;
  await sql`
    UPDATE likeness.refolds r SET updated_at = to_timestamp(${now}::float8 / 1000),
      finished_at = CASE WHEN EXISTS (
        SELECT 1 FROM likeness.refold_parts p WHERE p.refold_id = r.refold_id AND p.finished_at IS NULL
      ) THEN NULL ELSE to_timestamp(${now}::float8 / 1000) END
    WHERE refold_id = ${refoldId}`;
}

interface PartRow {
  readonly part: number;
  readonly after_id: string | null;
  readonly to_id: string;
  readonly is_done: boolean;
  readonly profiles: number;
  readonly events: number;
  readonly different: number;
  readonly bounded: number;
}
