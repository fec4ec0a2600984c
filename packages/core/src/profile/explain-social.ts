import type { LikenessEvent } from '../event/event.ts';
import { dayMs, decayTo } from './decay.ts';
import { createMap } from './draft.ts';
import { eventEdges } from './event-edges.ts';
import { explainSum, type ProfileExplanation, spanInWords, unknown } from './explain.ts';
import { socialHalfLifeMs } from './social.ts';

/** What of a user's place among others is meant. */
export type SocialReadingName =
  | 'degree'
  | 'out-degree'
  | 'in-degree'
  | 'reciprocity'
  | 'interactions-per-day';

/** Explains how strong the tie with one other is as of `now`. */
export function explainTie(events: readonly LikenessEvent[], peer: string, now: number): ProfileExplanation {
  return explainSum(events, `sum over acts of 2^(−age / ${spanInWords(socialHalfLifeMs)})`, (event) => {
    const acts = eventEdges(event).filter((edge) => edge.peer === peer).length;
    return acts === 0 ? undefined : decayTo(acts, event.occurredAt, now, socialHalfLifeMs);
  });
}

/** Explains degree, reciprocity or interactions; what one other counts for is divided among the acts that count. */
export function explainSocial(
  events: readonly LikenessEvent[],
  read: SocialReadingName,
  now: number,
): ProfileExplanation {
  const edges = events.map((event) => eventEdges(event));
  if (read === 'interactions-per-day') {
    const perDay = (Math.LN2 * dayMs) / socialHalfLifeMs;
    const span = spanInWords(socialHalfLifeMs);
    return explainSum(events, `sum over acts of 2^(−age / ${span}) × ln 2 / ${span}`, (event, i) => {
      const acts = edges[i]?.length ?? 0;
      return acts === 0 ? undefined : decayTo(acts * perDay, event.occurredAt, now, socialHalfLifeMs);
    });
  }
  const ties = createMap<{ out: number; in: number }>();
  for (const { peer, direction, amount } of edges.flat()) {
    const tie = ties[peer] ?? { out: 0, in: 0 };
    ties[peer] = tie;
    tie[direction] += amount;
  }
  const all = Object.values(ties);
  const outDegree = all.filter((tie) => tie.out > 0).length;
  const inDegree = all.filter((tie) => tie.in > 0).length;
  if (read === 'reciprocity' && (outDegree === 0 || inDegree === 0)) return unknown(formulas[read]);
  return explainSum(events, formulas[read], (_, i) => {
    let part: number | undefined;
    for (const { peer, direction, amount } of edges[i] ?? []) {
      const tie = ties[peer];
      if (tie === undefined) continue;
      const counted =
        (read === 'in-degree' ? 0 : Math.max(0, tie.out)) + (read === 'out-degree' ? 0 : Math.max(0, tie.in));
      const isCounted = read === 'reciprocity' ? tie.out > 0 && tie.in > 0 : counted > 0;
      const isOfKind = read === 'degree' || read === 'reciprocity' || read === `${direction}-degree`;
      if (!isCounted || !isOfKind || tie[direction] <= 0) continue;
      part = (part ?? 0) + amount / counted / (read === 'reciprocity' ? outDegree : 1);
    }
    return part;
  });
}

const formulas: Readonly<Record<Exclude<SocialReadingName, 'interactions-per-day'>, string>> = {
  degree: 'others with whom anything stands',
  'out-degree': 'others towards whom the user acted',
  'in-degree': 'others who acted towards the user',
  reciprocity: 'others acted towards who acted back / others acted towards',
};
