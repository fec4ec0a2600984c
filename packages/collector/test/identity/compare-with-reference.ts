import { compareProfiles, emptyProfile, foldEvents, type LikenessEvent } from '@likeness/core';
import type { ApplyDeps } from '../../src/apply/apply-batch.ts';
import { storedTolerance } from '../../src/refold/refold-group.ts';
import { resolveSlowly, type UndoneLink } from './resolve-slowly.ts';

/** Holds every stored profile of some households against the reference; answers where they differ. */
export async function compareWithReference(
  apply: ApplyDeps,
  households: readonly (readonly LikenessEvent[])[],
  undone: readonly UndoneLink[] = [],
): Promise<{ readonly compared: number; readonly wrong: readonly unknown[] }> {
  const rows = await apply.sql<
    { value: string; profile_id: string }[]
  >`SELECT value, profile_id FROM likeness.identities`;
  const profileIds = new Map(rows.map((row) => [row.value, row.profile_id]));
  const stored = await apply.profiles.load(apply.sql, [...new Set(profileIds.values())]);
  const wrong: unknown[] = [];
  let compared = 0;
  for (const events of households) {
    for (const [id, own] of resolveSlowly(events, undone)) {
      if (own.length === 0) continue;
      const profile = stored.get(profileIds.get(id) ?? '') ?? emptyProfile();
      const expected = foldEvents(emptyProfile(), own, apply.rules);
      const differences = compareProfiles(profile, expected, { relative: storedTolerance });
      if (differences.length > 0) wrong.push({ id, differences: differences.slice(0, 3) });
      compared++;
    }
  }
  return { compared, wrong };
}
