import type { RelevanceMix } from '../profile/relevance.ts';
import { type Crowd, shareInCrowd } from './crowd.ts';
import type { ShadowReading } from './shadow-family.ts';

/** What a policy reads of a user's tags in one family, before a session. */
export interface PolicyReading {
  readonly reading: ShadowReading;
  readonly crowd: Crowd;
  /** Places of the two weights in the reading. */
  readonly fast: number;
  readonly slow: number;
  readonly prior: number;
  readonly mix: RelevanceMix;
}

/** How many tags a policy may name. */
export const judgedTags = 5;

/** A touch of nothing divides by this: it never happens that a weight matters beside it. */
const least = 1e-300;

/**
 * The tags that a policy thinks most relevant, best first, at most {@link judgedTags}; of equals the lower value.
 * The formula is that of `readRelevance`.
 */
export function foreseenTags(from: PolicyReading): readonly string[] {
  const { reading, crowd } = from;
  const best: { readonly value: string; readonly score: number }[] = [];
  const offer = (value: string, score: number): void => {
    const place = best.findIndex(
      (other) => score > other.score || (score === other.score && value < other.value),
    );
    if (place === -1 && best.length >= judgedTags) return;
    best.splice(place === -1 ? best.length : place, 0, { value, score });
    if (best.length > judgedTags) best.pop();
  };
  reading.values.forEach((value, i) => {
    const { count, fast, slow, crowd: liked } = partsOf(from, i, shareInCrowd(crowd, value));
    offer(value, count + fast + slow + liked);
  });
  // What only the crowd likes is ranked as the crowd ranks it.
  const own = new Set(reading.values);
  let others = 0;
  for (const value of crowd.ranked) {
    if (others >= judgedTags) break;
    if (own.has(value)) continue;
    others++;
    const { count, fast, slow, crowd: liked } = partsOf(from, -1, shareInCrowd(crowd, value));
    offer(value, count + fast + slow + liked);
  }
  return best.map(({ value }) => value);
}

/** What each part of the mix gives to the relevance of one tag. */
export function givenTo(from: PolicyReading, value: string): RelevanceMix {
  return partsOf(from, from.reading.values.indexOf(value), shareInCrowd(from.crowd, value));
}

/** Whether any of the tags foreseen was touched, and NDCG@5 of all of them, each touched tag being worth the same. */
export function judgeForeseen(
  foreseen: readonly string[],
  touched: ReadonlySet<string>,
): { readonly hit: 0 | 1; readonly ndcg: number } {
  let gained = 0;
  let best = 0;
  foreseen.forEach((value, rank) => {
    if (touched.has(value)) gained += discounts[rank] ?? 0;
  });
  for (let rank = 0; rank < Math.min(judgedTags, touched.size); rank++) best += discounts[rank] ?? 0;
  return { hit: gained > 0 ? 1 : 0, ndcg: best === 0 ? 0 : gained / best };
}

/** 1 / log₂(rank + 2) for the ranks from 0. */
const discounts: readonly number[] = [
  1, 0.630_929_753_571_457_4, 0.5, 0.430_676_558_073_393_06, 0.386_852_807_234_541_6,
];

/** `i` is the tag's place in the reading, −1 for one that the user never touched. */
function partsOf({ reading, fast, slow, prior, mix }: PolicyReading, i: number, liked: number): RelevanceMix {
  const { counts, countTotal, weights, totals } = reading;
  const part = (weight: number, total: number): number =>
    (weight + prior * liked) / Math.max(least, total + prior);
  return {
    count: mix.count * part(counts[i] ?? 0, countTotal),
    fast: mix.fast * part(weights[fast]?.[i] ?? 0, totals[fast] ?? 0),
    slow: mix.slow * part(weights[slow]?.[i] ?? 0, totals[slow] ?? 0),
    crowd: mix.crowd * liked,
  };
}
