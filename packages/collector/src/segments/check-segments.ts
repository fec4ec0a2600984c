import { matchesSegment } from '@likeness/core';
import type { Engine } from '../service.ts';
import { loadPredictions } from '../store/prediction-store.ts';
import { profilePage } from '../store/profile-page.ts';
import { selectSegment } from '../store/segment-sql/compile-segment-sql.ts';

/** How three ways of asking agree on one segment. */
export interface SegmentCheck {
  readonly segment: string;
  /** Members by the rows of `segment_members`, by SQL over everyone, and by the rule on each profile. */
  readonly rows: number;
  readonly sql: number;
  readonly rule: number;
  /** Profiles on which they do not all agree. */
  readonly different: number;
}

const pageSize = 500;

/**
 * Asks for the members of every segment in three ways, in one snapshot and as of one time.
 *
 * Rows may lag behind by what is due and not swept yet; the two others must always agree.
 */
export async function checkSegments(
  engine: Engine,
  options: { readonly now: number; readonly signal: AbortSignal },
): Promise<readonly SegmentCheck[]> {
  const { halfLives } = engine.segments;
  return await engine.database.sql.begin('ISOLATION LEVEL REPEATABLE READ READ ONLY', async (sql) => {
    const { set, idOf } = await engine.segments.segments(sql);
    const context = { now: options.now, rules: set.rules, halfLives };
    const byRule = new Map(set.definitions.map(({ name }) => [name, new Set<string>()]));
    let after: string | undefined;
    for (;;) {
      options.signal.throwIfAborted();
      const ids = (await profilePage(sql, after, pageSize)).map(({ profileId }) => profileId);
      const profiles = await engine.apply.profiles.load(sql, ids);
      const predictions = await loadPredictions(sql, ids);
      for (const [profileId, profile] of profiles) {
        const own = { ...context, predictions: predictions.get(profileId) ?? {} };
        for (const { name, rule } of set.definitions) {
          if (matchesSegment(rule, profile, own)) byRule.get(name)?.add(profileId);
        }
      }
      after = ids.at(-1);
      if (after === undefined) break;
    }
    const checks: SegmentCheck[] = [];
    for (const { name, rule } of set.definitions) {
      const bySql = new Set(await selectSegment(sql, rule, context));
      const rows = await sql<{ profile_id: string }[]>`
        SELECT profile_id FROM likeness.segment_members
        WHERE segment_id = ${idOf.get(name) ?? 0} AND left_at IS NULL`;
      const stored = new Set(rows.map((row) => row.profile_id));
      const matched = byRule.get(name) ?? new Set<string>();
      const all = new Set([...bySql, ...stored, ...matched]);
      const different = [...all].filter((id) => !(bySql.has(id) && stored.has(id) && matched.has(id)));
      checks.push({
        segment: name,
        rows: stored.size,
        sql: bySql.size,
        rule: matched.size,
        different: different.length,
      });
    }
    return checks;
  });
}
