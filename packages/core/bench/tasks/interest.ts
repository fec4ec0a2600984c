import { ndcg, recallAt } from '../../src/evaluate/ranking.ts';
import {
  createInterestModel,
  type ExpectedTag,
  type InterestQuestion,
} from '../../src/models/interest-model.ts';
import type { OnlineModel } from '../../src/models/online-model.ts';
import { type InvoiceLine, loadOnlineRetail } from '../data/online-retail.ts';
import type { DataFolder, TaskResult } from '../task.ts';

const WEEK_MS = 7 * 86_400_000;
const FIRST_SCORED_WEEK = 8;
const LEAST_ROWS = 50;

/** One purchase of something tagged; `at` in epoch ms. */
export interface TagTouch {
  readonly user: string;
  readonly at: number;
  readonly tag: string;
}

/** What expected interests are judged by, means over customer-weeks. */
export interface InterestFigures {
  readonly precision1: number;
  readonly ndcg10: number;
  readonly recall10: number;
  readonly customerWeeks: number;
  readonly seconds: number;
}

/** Decayed interest on Online Retail: before each week, what will each returning customer buy? */
export async function runInterest(data: DataFolder): Promise<TaskResult> {
  const touches = tagTouches(loadOnlineRetail(data));
  const start = touches[0]?.at ?? 0;
  const ours = scoreInterests(createInterestModel(), touches, start);
  return {
    rows: [
      {
        task: 'interest',
        metric: 'NDCG@10',
        value: ours.ndcg10,
        must: 0.46,
        goal: 0.475,
        better: 'higher',
        reference: 'undecayed counts .450, 7 d and 120 d with crowd prior .462',
        seconds: ours.seconds,
      },
    ],
    json: {
      'interest.ndcg10': ours.ndcg10,
      'interest.recall10': ours.recall10,
      'interest.precision1': ours.precision1,
    },
    comparisons: [
      compare('interest model: half-lives mixed by likelihood, crowd, related tags', ours),
      compare(
        'the same, never fading',
        scoreInterests(createInterestModel({ halfLifeDays: [Number.POSITIVE_INFINITY] }), touches, start),
      ),
      compare(
        'the same, half-life 14 days only',
        scoreInterests(createInterestModel({ halfLifeDays: [14] }), touches, start),
      ),
      compare('plain counts', scoreInterests(plainCounts, touches, start)),
    ],
  };
}

/** Purchases by known customers, tagged by the last word of the description, rare tags left out. */
export function tagTouches(lines: readonly InvoiceLine[]): TagTouch[] {
  const touches = lines.flatMap(({ customer, quantity, description, at }) => {
    const tag = description
      .toUpperCase()
      .match(/[A-Z]+/g)
      ?.at(-1);
    return customer !== '' && quantity > 0 && tag !== undefined ? [{ user: customer, at, tag }] : [];
  });
  const rows = new Map<string, number>();
  for (const { tag } of touches) rows.set(tag, (rows.get(tag) ?? 0) + 1);
  return touches.filter(({ tag }) => (rows.get(tag) ?? 0) >= LEAST_ROWS);
}

/** Ranks tags before each week for everybody active in it and before; learns the week afterwards. */
export function scoreInterests<State>(
  model: OnlineModel<State, InterestQuestion, ExpectedTag[], string>,
  touches: readonly TagTouch[],
  start: number,
): InterestFigures {
  const startedAt = performance.now();
  const state = model.create();
  const known = new Set<string>();
  const sums = { precision1: 0, ndcg10: 0, recall10: 0 };
  let customerWeeks = 0;
  for (const [week, inWeek] of groupByWeek(touches, start)) {
    const bought = new Map<string, Set<string>>();
    for (const { user, tag } of inWeek) bought.set(user, (bought.get(user) ?? new Set()).add(tag));
    for (const [user, relevant] of bought) {
      if (week < FIRST_SCORED_WEEK || !known.has(user)) continue;
      const ranked = model.predictOne(state, { user, at: start + week * WEEK_MS }).map(({ tag }) => tag);
      const gains = gainsOf(ranked, relevant);
      customerWeeks += 1;
      sums.precision1 += gains[0] ?? 0;
      sums.ndcg10 += ndcg(gains, 10);
      sums.recall10 += recallAt(ranked, relevant, 10, 'capped');
    }
    for (const { user, at, tag } of inWeek) {
      model.learnOne(state, { user, at }, tag);
      known.add(user);
    }
  }
  return {
    precision1: sums.precision1 / customerWeeks,
    ndcg10: sums.ndcg10 / customerWeeks,
    recall10: sums.recall10 / customerWeeks,
    customerWeeks,
    seconds: (performance.now() - startedAt) / 1000,
  };
}

/** Gains in ranked order; relevant tags the model does not list follow behind, so that the ideal counts them. */
function gainsOf(ranked: readonly string[], relevant: ReadonlySet<string>): number[] {
  const gains = ranked.map((tag) => (relevant.has(tag) ? 1 : 0));
  const listed = gains.reduce<number>((sum, gain) => sum + gain, 0);
  while (gains.length < 10) gains.push(0);
  return [...gains, ...new Array<number>(relevant.size - listed).fill(1)];
}

function groupByWeek(touches: readonly TagTouch[], start: number): Map<number, TagTouch[]> {
  const weeks = new Map<number, TagTouch[]>();
  for (const touch of touches) {
    const week = Math.floor((touch.at - start) / WEEK_MS);
    const inWeek = weeks.get(week) ?? [];
    weeks.set(week, inWeek);
    inWeek.push(touch);
  }
  return weeks;
}

/** The baseline: how often the user touched each tag, nothing else. */
const plainCounts: OnlineModel<
  Record<string, Record<string, number>>,
  InterestQuestion,
  ExpectedTag[],
  string
> = {
  name: 'plain-counts',
  version: 1,
  create: () => ({}),
  predictOne: (state, { user }) =>
    Object.entries(state[user] ?? {})
      .map(([tag, probability]) => ({ tag, probability }))
      .sort((a, b) => b.probability - a.probability),
  learnOne(state, { user }, label) {
    const counts = state[user] ?? {};
    state[user] = counts;
    counts[label] = (counts[label] ?? 0) + 1;
    return state;
  },
};

function compare(model: string, { precision1, ndcg10, recall10 }: InterestFigures) {
  return { task: 'interest', model, figures: { precision1, ndcg10, recall10 } };
}
