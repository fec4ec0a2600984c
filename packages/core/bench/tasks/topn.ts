import { hitRate, ndcgOfRanks } from '../../src/evaluate/ranking.ts';
import { createCoOccurrence, itemBasedFilter } from '../../src/models/co-occurrence.ts';
import { createRecommender } from '../../src/models/recommender.ts';
import { loadMovieLens, type Rating } from '../data/movielens.ts';
import type { DataFolder, TaskResult } from '../task.ts';

/** What top-N recommendation is judged by, one target each time. */
export interface TopNFigures {
  readonly recall10: number;
  readonly recall20: number;
  readonly ndcg10: number;
  readonly targets: number;
  readonly seconds: number;
}

/** Anything that learns touches and lists the best twenty items a user has not touched. */
export interface Ranker {
  learn(touch: Rating, history: readonly string[]): void;
  rank(user: string, history: readonly string[]): readonly string[];
}

/** The comparisons are scored on every so many-th target of the prequential protocol, to save minutes. */
const COMPARED_EVERY = 60;

/** Top-N on ml-latest-small: leave-last-out over the whole file, and prequentially every fifth event. */
export async function runTopn(data: DataFolder): Promise<TaskResult> {
  const ratings = loadMovieLens(data);
  const lastOut = scoreLeaveLastOut(blendRanker(), ratings);
  const prequential = scorePrequentialTopN(blendRanker(), ratings);
  const some = `topn, prequential, 1 target of ${COMPARED_EVERY}`;
  return {
    rows: [
      {
        task: 'topn',
        metric: 'leave-last-out HR@10',
        value: lastOut.recall10,
        must: 0.125,
        goal: 0.145,
        better: 'higher',
        reference: 'popularity .042, EASE .082, windowed co-occurrence .130',
        seconds: lastOut.seconds,
      },
      {
        task: 'topn',
        metric: 'prequential Recall@10',
        value: prequential.recall10,
        must: 0.13,
        goal: 0.155,
        better: 'higher',
        reference: 'popularity .054, co-occurrence with recency .139',
        seconds: prequential.seconds,
      },
    ],
    json: {
      'topn.hr10': lastOut.recall10,
      'topn.recall10': prequential.recall10,
      'topn.recall20': prequential.recall20,
      'topn.ndcg10': prequential.ndcg10,
    },
    comparisons: [
      compare('topn, leave-last-out', 'recommender (blend)', lastOut),
      compare('topn, leave-last-out', 'co-occurrence', scoreLeaveLastOut(coOccurrenceRanker({}), ratings)),
      compare(
        'topn, leave-last-out',
        'item-based filter (cosine, whole history)',
        scoreLeaveLastOut(coOccurrenceRanker(itemBasedFilter), ratings),
      ),
      compare('topn, leave-last-out', 'popularity', scoreLeaveLastOut(popularityRanker(), ratings)),
      compare('topn, prequential, all targets', 'recommender (blend)', prequential),
      compare(some, 'recommender (blend)', scorePrequentialTopN(blendRanker(), ratings, COMPARED_EVERY)),
      compare(some, 'co-occurrence', scorePrequentialTopN(coOccurrenceRanker({}), ratings, COMPARED_EVERY)),
      compare(some, 'popularity', scorePrequentialTopN(popularityRanker(), ratings, COMPARED_EVERY)),
    ],
  };
}

/** Each user's last rating is the target; everything else, other users' future included, is learned before. */
export function scoreLeaveLastOut(ranker: Ranker, ratings: readonly Rating[]): TopNFigures {
  const last = new Map(ratings.map((rating) => [rating.user, rating]));
  const histories = new Map<string, string[]>();
  const score = startScore();
  for (const rating of ratings) {
    if (last.get(rating.user) === rating) continue;
    const history = historyOf(histories, rating.user);
    ranker.learn(rating, history);
    history.push(rating.item);
  }
  for (const target of last.values()) score.add(ranker, target, historyOf(histories, target.user));
  return score.figures();
}

/** Before every fifth event whose user and item are known, ranks; `every` takes one such target of many. */
export function scorePrequentialTopN(ranker: Ranker, ratings: readonly Rating[], every = 1): TopNFigures {
  const histories = new Map<string, string[]>();
  const items = new Set<string>();
  const score = startScore();
  let eligible = 0;
  for (const [t, rating] of ratings.entries()) {
    const history = historyOf(histories, rating.user);
    if (t % 5 === 0 && history.length > 0 && items.has(rating.item)) {
      if (eligible % every === 0) score.add(ranker, rating, history);
      eligible += 1;
    }
    ranker.learn(rating, history);
    history.push(rating.item);
    items.add(rating.item);
  }
  return score.figures();
}

/** The product's recommender as it comes. */
export function blendRanker(): Ranker {
  const model = createRecommender();
  const state = model.create();
  return {
    learn({ user, item, tags, rating }, history) {
      model.learnOne(state, { user, history }, { item, tags, rating });
    },
    rank: (user, history) => model.predictOne(state, { user, history, limit: 20 }).map(({ item }) => item),
  };
}

function coOccurrenceRanker(options: Parameters<typeof createCoOccurrence>[0]): Ranker {
  const model = createCoOccurrence(options);
  const state = model.create();
  return {
    learn(touch, history) {
      model.learnOne(state, history, touch.item);
    },
    rank: (_, history) =>
      model
        .predictOne(state, history)
        .slice(0, 20)
        .map(({ item }) => item),
  };
}

function popularityRanker(): Ranker {
  const counts = new Map<string, number>();
  return {
    learn({ item }) {
      counts.set(item, (counts.get(item) ?? 0) + 1);
    },
    rank(_, history) {
      const seen = new Set(history);
      return [...counts]
        .filter(([item]) => !seen.has(item))
        .sort((a, b) => b[1] - a[1])
        .slice(0, 20)
        .map(([item]) => item);
    },
  };
}

function startScore() {
  const startedAt = performance.now();
  const ranks: number[] = [];
  return {
    add(ranker: Ranker, target: Rating, history: readonly string[]) {
      const at = ranker.rank(target.user, history).indexOf(target.item);
      ranks.push(at < 0 ? Number.POSITIVE_INFINITY : at);
    },
    figures: (): TopNFigures => ({
      recall10: hitRate(ranks, 10),
      recall20: hitRate(ranks, 20),
      ndcg10: ndcgOfRanks(ranks, 10),
      targets: ranks.length,
      seconds: (performance.now() - startedAt) / 1000,
    }),
  };
}

function historyOf(histories: Map<string, string[]>, user: string): string[] {
  const known = histories.get(user) ?? [];
  histories.set(user, known);
  return known;
}

function compare(task: string, model: string, { recall10, recall20, ndcg10 }: TopNFigures) {
  return { task, model, figures: { recall10, recall20, ndcg10 } };
}
