import { compareProfiles, emptyProfile, foldEvents, type ProfileDifference } from '@likeness/core';
import type { ApplyDeps } from '../apply/apply-batch.ts';
import { readProfileEvents } from '../store/event-store.ts';
import { profilePage } from '../store/profile-page.ts';

/** How to refold. */
export interface RefoldOptions {
  /** `check` compares and changes nothing; `write` saves the profiles that differ. */
  readonly mode: 'check' | 'write';
  readonly signal: AbortSignal;
  readonly onDifference?: (found: {
    readonly profileId: string;
    /** `a` is the stored profile, `b` the fold of its events. */
    readonly differences: readonly ProfileDifference[];
  }) => void;
}

/** What was refolded. */
export interface RefoldResult {
  readonly profiles: number;
  readonly events: number;
  /** Profiles that differed from the fold of their events. */
  readonly different: number;
}

/**
 * Stored weights have single precision (2^-24 = 6e-8) and are rounded at every save; a thousand times that forgives
 * millions of saves, while a lost or doubled event shows in the exact counts.
 */
export const storedTolerance = 1e-4;

const pageSize = 200;

/**
 * Folds every profile from its events, in event-time order, and compares it with what is stored.
 *
 * Each profile is read under its lock together with its events, so it may run beside ingest.
 */
export async function refoldProfiles(deps: ApplyDeps, options: RefoldOptions): Promise<RefoldResult> {
  const result = { profiles: 0, events: 0, different: 0 };
  let after: string | undefined;
  for (;;) {
    const page = await profilePage(deps.sql, after, pageSize);
    for (const { profileId, siteId } of page) {
      options.signal.throwIfAborted();
      await refoldOne(deps, { profileId, siteId }, options, result);
    }
    after = page.at(-1)?.profileId;
    if (after === undefined) return result;
  }
}

async function refoldOne(
  deps: ApplyDeps,
  { profileId, siteId }: { readonly profileId: string; readonly siteId: number },
  options: RefoldOptions,
  result: { profiles: number; events: number; different: number },
): Promise<void> {
  await deps.sql.begin(async (sql) => {
    const locked = await deps.profiles.lock(sql, [profileId]);
    const stored = locked.get(profileId) ?? emptyProfile();
    const events = await readProfileEvents(sql, profileId, deps.dictionaries);
    const profile = foldEvents(emptyProfile(), events, deps.rules);
    result.profiles++;
    result.events += events.length;
    const halfLives = deps.rules.tagHalfLives;
    const differences = compareProfiles(stored, profile, { relative: storedTolerance, halfLives });
    if (differences.length === 0) return;
    result.different++;
    options.onDifference?.({ profileId, differences });
    if (options.mode === 'write') {
      await deps.profiles.save(sql, [{ profileId, siteId, profile, updatedAt: deps.now() }]);
    }
  });
}
