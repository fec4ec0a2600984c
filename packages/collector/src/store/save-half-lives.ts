import type { HalfLifePair, TagHalfLives } from '@likeness/core';
import type { Statements } from './connect.ts';

/**
 * Writes the configured half-lives for the views to read with; changes nothing when they are the same already.
 *
 * Weights that were stored with other half-lives read a little wrong until their profiles are refolded.
 */
export async function saveHalfLives(sql: Statements, halfLives: TagHalfLives): Promise<void> {
  const rows: readonly (readonly [family: string, pair: HalfLifePair])[] = [
    ['', halfLives],
    ...Object.entries(halfLives.families ?? {}),
  ];
  const families = rows.map(([family]) => family);
  await sql`DELETE FROM likeness.tag_half_lives WHERE family <> ALL(${families}::text[])`;
  await sql`
    INSERT INTO likeness.tag_half_lives AS h (family, fast, slow)
    SELECT family, make_interval(secs => fast_ms / 1000), make_interval(secs => slow_ms / 1000)
    FROM unnest(
      ${families}::text[],
      ${rows.map(([, pair]) => pair.fastMs)}::float8[],
      ${rows.map(([, pair]) => pair.slowMs)}::float8[]
    ) AS u (family, fast_ms, slow_ms)
    ON CONFLICT (family) DO UPDATE SET fast = EXCLUDED.fast, slow = EXCLUDED.slow
    WHERE (h.fast, h.slow) IS DISTINCT FROM (EXCLUDED.fast, EXCLUDED.slow)`;
}
