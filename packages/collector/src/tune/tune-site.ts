import { createShadowEvaluation, eventTags, type FamilyTuning, tuneFamilies } from '@likeness/core';
import type { ApplyDeps } from '../apply/apply-batch.ts';
import type { Dictionary } from '../store/dictionary.ts';
import { countSiteProfiles, streamEvents } from '../store/event-stream.ts';
import { saveRelevance } from '../store/relevance-store.ts';

/** How to tune. */
export interface TuneSiteOptions {
  readonly siteId: number;
  /** Profiles whose events are read at most: a sample by id, where there are more. */
  readonly profiles: number;
  /** Only events that happened since, epoch ms. */
  readonly since?: number | undefined;
  readonly signal: AbortSignal;
  readonly onProgress?: (events: number) => void;
}

/** What was learned of a site. */
export interface SiteTuning {
  readonly events: number;
  /** Of one profile in so many. */
  readonly oneIn: number;
  readonly families: readonly FamilyTuning[];
}

/**
 * Runs the candidate update policies in shadow over the events of a site, in the order in which they happened. Memory is
 * bounded by `profiles`; events are read some at a time.
 */
export async function tuneSite(deps: ApplyDeps, options: TuneSiteOptions): Promise<SiteTuning> {
  const { siteId, profiles, since, signal, onProgress } = options;
  const oneIn = Math.max(1, Math.ceil((await countSiteProfiles(deps.sql, siteId)) / profiles));
  const evaluation = createShadowEvaluation({ halfLives: deps.rules.tagHalfLives, maxUsers: profiles * 2 });
  let events = 0;
  for await (const page of streamEvents(deps.sql, deps.dictionaries, { siteId, oneIn, since })) {
    signal.throwIfAborted();
    for (const { profileId, event } of page) {
      evaluation.observe(profileId, event.occurredAt, eventTags(event, deps.rules));
    }
    events += page.length;
    onProgress?.(events);
  }
  evaluation.end();
  return { events, oneIn, families: tuneFamilies(evaluation.outcomes()) };
}

/** Stores what relevance is read with from now on: the mix that fits the weights as they are kept now. */
export async function saveTuning(
  deps: ApplyDeps,
  tuning: SiteTuning,
  { siteId, tags }: { readonly siteId: number; readonly tags: Dictionary },
): Promise<void> {
  await deps.sql.begin(async (sql) => {
    await saveRelevance(
      sql,
      tuning.families.map(({ family, sessions, current, crowd }) => ({
        family,
        sessions,
        crowd,
        mix: current.mix,
        prior: current.policy.prior,
        hitRate: current.hitRate,
        ndcg: current.ndcg,
      })),
      { siteId, tags, now: deps.now() },
    );
  });
}
