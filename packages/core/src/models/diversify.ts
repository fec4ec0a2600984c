import { type ItemTags, sharedTags } from './tag-affinity.ts';

/** An item that could be recommended, by catalogue slot. */
export interface Candidate {
  readonly slot: number;
  readonly score: number;
  /** Its share of recent touches, 0–1. */
  readonly share: number;
  readonly reason: 'goes-with' | 'similar-users' | 'popular';
  /** The slot of the history item it goes with. */
  readonly because: number;
}

/** How many candidates per wanted item take part in diversification. */
const POOL = 5;

/**
 * The best `limit` candidates, best first. `novelty` n divides scores by `share^n`; `diversity` d picks greedily
 * by `(1 − d)·score/best − d·(most tags shared with one already picked)`: maximal marginal relevance (Carbonell,
 * Goldstein, SIGIR 1998).
 */
export function diversify(
  candidates: readonly Candidate[],
  tags: ItemTags,
  controls: { readonly limit?: number; readonly diversity?: number; readonly novelty?: number },
): Candidate[] {
  const { limit = 10, diversity = 0, novelty = 0 } = controls;
  const scored =
    novelty === 0
      ? candidates
      : candidates.map((candidate) => ({ ...candidate, score: novelScore(candidate, novelty) }));
  const pool = selectBest(scored, diversity === 0 ? limit : limit * POOL);
  return diversity === 0 ? pool : pickDifferent(pool, tags, { limit, diversity });
}

/** A score divided by `share^novelty`. */
export function novelScore({ score, share }: Pick<Candidate, 'score' | 'share'>, novelty: number): number {
  return score / Math.max(share, 1e-6) ** novelty;
}

/** The best `count`, best first, ties by slot; a whole sort would cost more than the scoring. */
export function selectBest(candidates: readonly Candidate[], count: number): Candidate[] {
  const best: Candidate[] = [];
  for (const candidate of candidates) keepBest(best, candidate, count);
  return best;
}

/** Whether a score could be among the best `count` so far: asked before a candidate is made at all. */
export function isAmongBest(best: readonly Candidate[], score: number, count: number): boolean {
  return best.length < count || score >= (best[best.length - 1]?.score ?? Number.POSITIVE_INFINITY);
}

/** Puts a candidate in its place among the best `count` so far, or nowhere. */
export function keepBest(best: Candidate[], candidate: Candidate, count: number): void {
  const last = best[best.length - 1];
  if (best.length >= count && !(last && isBetter(candidate, last))) return;
  let at = best.length;
  while (at > 0 && isBetter(candidate, best[at - 1] ?? candidate)) at -= 1;
  best.splice(at, 0, candidate);
  if (best.length > count) best.pop();
}

function isBetter(a: Candidate, b: Candidate): boolean {
  return a.score > b.score || (a.score === b.score && a.slot < b.slot);
}

function pickDifferent(
  pool: Candidate[],
  tags: ItemTags,
  { limit, diversity }: { readonly limit: number; readonly diversity: number },
): Candidate[] {
  const best = pool[0]?.score || 1;
  const left = [...pool];
  const picked: Candidate[] = [];
  while (picked.length < limit && left.length > 0) {
    let choice = 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (const [i, { slot, score }] of left.entries()) {
      const alike = Math.max(0, ...picked.map((other) => sharedTags(tags, slot, other.slot)));
      const worth = ((1 - diversity) * score) / best - diversity * alike;
      if (worth > highest) {
        highest = worth;
        choice = i;
      }
    }
    picked.push(...left.splice(choice, 1));
  }
  return picked;
}
