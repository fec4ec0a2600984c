import type { Database } from '../store/connect.ts';
import { announcePredictions } from '../store/prediction-store.ts';
import {
  readCommunities,
  readPeopleEdges,
  type SocialStanding,
  saveStandings,
  socialSites,
  withProfile,
} from '../store/social-store.ts';
import { matchCommunities } from './match-communities.ts';
import type { Ranked } from './rank-people.ts';
import type { RunInThread } from './run-in-thread.ts';
import type { Job } from './schedule.ts';

/** Edges of a site that are looked at, strongest first: the graph is held in memory while it is ranked. */
export const edgeLimit = 200_000;

/**
 * Finds by schedule who is listened to and which circles there are, in the social graph of each site. A community keeps
 * its number from run to run while most of its people stay; a number is never used for another one.
 */
export function createSocialGraph(deps: {
  /** The pool: each site is written in a transaction of its own. */
  readonly sql: Database['sql'];
  readonly everyMs: number;
  readonly runInThread: RunInThread;
}): Job {
  const { sql, everyMs } = deps;
  return {
    name: 'social-graph',
    everyMs,
    run: async ({ now, state, signal }) => {
      const next = new Map(Object.entries(readNext(state)));
      let rows = 0;
      for (const siteId of await socialSites(sql)) {
        const edges = await readPeopleEdges(sql, siteId, { now, limit: edgeLimit });
        const ranked = await deps.runInThread({ what: 'rank-people', edges }, signal);
        const matched = matchCommunities(
          new Map(ranked.map(({ id, community }) => [id, community])),
          await readCommunities(sql, siteId),
          next.get(String(siteId)) ?? 1,
        );
        next.set(String(siteId), matched.next);
        const known = await withProfile(
          sql,
          ranked.map(({ id }) => id),
        );
        const standings = standingsOf(
          ranked.filter(({ id }) => known.has(id)),
          matched.communityOf,
        );
        await sql.begin(async (transaction) => await saveStandings(transaction, siteId, standings, now));
        rows += ranked.length;
      }
      await announcePredictions(sql, now);
      return { rows, state: { next: Object.fromEntries(next) } };
    },
  };
}

/** They come most influential first: a rank, like the size of a community, counts those who have a profile. */
function standingsOf(
  ranked: readonly Ranked[],
  communityOf: ReadonlyMap<string, number>,
): readonly (SocialStanding & { readonly id: string })[] {
  const sizes = new Map<number, number>();
  const numberOf = ({ id, community }: Ranked): number => communityOf.get(id) ?? community;
  for (const one of ranked) sizes.set(numberOf(one), (sizes.get(numberOf(one)) ?? 0) + 1);
  return ranked.map((one, i) => ({
    ...one,
    influenceRank: i + 1,
    community: numberOf(one),
    communitySize: sizes.get(numberOf(one)) ?? 0,
  }));
}

/** The next community number of each site, as this job wrote it. */
function readNext(state: unknown): Readonly<Record<string, number>> {
  const { next }: { readonly next?: unknown } = typeof state === 'object' && state !== null ? state : {};
  if (typeof next !== 'object' || next === null) return {};
  return Object.fromEntries(Object.entries(next).filter(([, number]) => typeof number === 'number'));
}
