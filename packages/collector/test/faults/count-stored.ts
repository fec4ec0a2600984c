import { refoldProfiles } from '../../src/refold/refold-profiles.ts';
import { createEngine } from '../../src/service.ts';

/** How often a database holds the same events. */
export interface StoredCounts {
  /** Rows of `events`. */
  readonly events: number;
  /** Ids of events. */
  readonly different: number;
  /** Sum over profiles. */
  readonly folded: number;
  /** Sum over sessions. */
  readonly inSessions: number;
  /** Events that the fold from scratch read. */
  readonly refolded: number;
  /** Profiles that differ from their fold from scratch. */
  readonly differing: readonly unknown[];
}

/** Counts, and folds every profile from its events to compare. */
export async function countStored(databaseUrl: string): Promise<StoredCounts> {
  const engine = createEngine({ databaseUrl, now: Date.now });
  try {
    const [counts] = await engine.database.sql<Omit<StoredCounts, 'refolded' | 'differing'>[]>`
      SELECT (SELECT count(*)::int FROM likeness.events) AS events,
        (SELECT count(DISTINCT event_id)::int FROM likeness.events) AS different,
        (SELECT sum(events)::int FROM likeness.profiles) AS folded,
        (SELECT sum(events)::int FROM likeness.session_rows) AS "inSessions"`;
    if (counts === undefined) throw new Error('counting answered no row');
    const differing: unknown[] = [];
    const { events: refolded } = await refoldProfiles(engine.apply, {
      mode: 'check',
      signal: new AbortController().signal,
      onDifference: (found) => differing.push(found),
    });
    return { ...counts, refolded, differing };
  } finally {
    await engine.stop();
  }
}
