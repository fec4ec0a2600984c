import { hitRate, ndcgOfRanks } from '../../src/evaluate/ranking.ts';
import { createCoOccurrence, itemBasedFilter } from '../../src/models/co-occurrence.ts';
import { createPairRules } from '../../src/models/pair-rules.ts';
import { basketsOf, loadOnlineRetail } from '../data/online-retail.ts';
import type { DataFolder, TaskResult } from '../task.ts';

/** What basket completion is judged by. */
export interface BasketFigures {
  readonly hr10: number;
  readonly ndcg10: number;
  readonly recall20: number;
  readonly seconds: number;
}

/** Learns what is added to a basket, and lists what goes with it. */
interface Completer {
  learn(basket: readonly string[], item: string): void;
  complete(basket: readonly string[]): readonly string[];
}

const TRAIN_SHARE = 0.8;
/** How much of a basket the windowed model can use at all. */
const WINDOW = 60;

/** Basket completion on Online Retail: the last listed item of each of the newest 20 % of baskets. */
export async function runBasket(data: DataFolder): Promise<TaskResult> {
  const baskets = basketsOf(loadOnlineRetail(data));
  const ours = scoreBaskets(coOccurrence({}), baskets);
  return {
    rows: [
      {
        task: 'basket',
        metric: 'HR@10',
        value: ours.hr10,
        must: 0.24,
        goal: 0.28,
        better: 'higher',
        reference: 'popularity .065, pair rules .208, cosine over the last 5 items .247',
        seconds: ours.seconds,
      },
    ],
    json: { 'basket.hr10': ours.hr10, 'basket.ndcg10': ours.ndcg10, 'basket.recall20': ours.recall20 },
    comparisons: [
      compare('windowed co-occurrence, two speeds', ours),
      compare('pair rules, highest confidence', scoreBaskets(pairRules(), baskets)),
      compare('item-based filter (cosine)', scoreBaskets(coOccurrence(itemBasedFilter), baskets)),
    ],
  };
}

/** Learns the first 80 % of baskets item by item, then completes the others. */
export function scoreBaskets(completer: Completer, baskets: readonly (readonly string[])[]): BasketFigures {
  const startedAt = performance.now();
  const ranks: number[] = [];
  const train = Math.floor(baskets.length * TRAIN_SHARE);
  for (const [b, basket] of baskets.entries()) {
    if (b < train) {
      for (const [i, item] of basket.entries())
        completer.learn(basket.slice(Math.max(0, i - WINDOW), i), item);
    } else {
      const at = completer.complete(basket.slice(0, -1)).indexOf(basket.at(-1) ?? '');
      ranks.push(at < 0 ? Number.POSITIVE_INFINITY : at);
    }
  }
  return {
    hr10: hitRate(ranks, 10),
    ndcg10: ndcgOfRanks(ranks, 10),
    recall20: hitRate(ranks, 20),
    seconds: (performance.now() - startedAt) / 1000,
  };
}

/** Windowed co-occurrence as a completer. */
export function coOccurrence(options: Parameters<typeof createCoOccurrence>[0]): Completer {
  const model = createCoOccurrence(options);
  const state = model.create();
  return {
    learn(basket, item) {
      model.learnOne(state, basket, item);
    },
    complete: (basket) => model.predictOne(state, basket).map(({ item }) => item),
  };
}

function pairRules(): Completer {
  const model = createPairRules();
  const state = model.create();
  return {
    learn(basket, item) {
      model.learnOne(state, basket, item);
    },
    complete: (basket) => model.predictOne(state, basket).map(({ right }) => right),
  };
}

function compare(model: string, { hr10, ndcg10, recall20 }: BasketFigures) {
  return { task: 'basket', model, figures: { hr10, ndcg10, recall20 } };
}
