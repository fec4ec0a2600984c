import type { RelevanceMix } from '../profile/relevance.ts';
import { type Crowd, shareInCrowd } from './crowd.ts';
import type { ShadowReading } from './shadow-family.ts';

/** What may be touched in a session of one user in one family, before it: the same for every policy. */
export interface TouchField {
  readonly reading: ShadowReading;
  /** The crowd's share of each tag of the reading. */
  readonly liked: readonly number[];
  /** What the crowd likes most of all that the user never touched; lower ranks cannot be among those foreseen. */
  readonly others: readonly (readonly [value: string, liked: number])[];
}

/** How a policy reads a field. */
export interface PolicyReading {
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

/** Looks the crowd up once for all policies. */
export function createTouchField(reading: ShadowReading, crowd: Crowd): TouchField {
  const own = new Set(reading.values);
  const others: (readonly [string, number])[] = [];
  for (const value of crowd.ranked) {
    if (others.length >= judgedTags) break;
    if (!own.has(value)) others.push([value, shareInCrowd(crowd, value)]);
  }
  return { reading, others, liked: reading.values.map((value) => shareInCrowd(crowd, value)) };
}

/**
 * The tags that a policy thinks most relevant, best first, at most {@link judgedTags}; of equals the lower value.
 * The formula is that of `readRelevance`.
 */
export function foreseenTags(field: TouchField, policy: PolicyReading): readonly string[] {
  const { values } = field.reading;
  const scoreOf = createScore(field, policy);
  const best: { readonly value: string; readonly score: number }[] = [];
  const offer = (value: string, score: number): void => {
    const last = best.at(-1);
    if (best.length >= judgedTags && last !== undefined && score < last.score) return;
    const place = best.findIndex(
      (other) => score > other.score || (score === other.score && value < other.value),
    );
    if (place === -1 && best.length >= judgedTags) return;
    best.splice(place === -1 ? best.length : place, 0, { value, score });
    if (best.length > judgedTags) best.pop();
  };
  for (let i = 0; i < values.length; i++) offer(values[i] ?? '', scoreOf(i, field.liked[i] ?? 0));
  for (const [value, liked] of field.others) offer(value, scoreOf(-1, liked));
  return best.map(({ value }) => value);
}

/**
 * What each part of the mix gives to the relevance of one tag; `i` is its place in the reading, −1 when the user never
 * touched it, `liked` the crowd's share of it.
 */
export function givenTo(
  field: TouchField,
  { fast, slow, prior, mix }: PolicyReading,
  { i, liked }: { readonly i: number; readonly liked: number },
): RelevanceMix {
  const { counts, countTotal, weights, totals } = field.reading;
  const part = (weight: number, total: number): number =>
    (weight + prior * liked) / Math.max(least, total + prior);
  return {
    count: mix.count * part(counts[i] ?? 0, countTotal),
    fast: mix.fast * part(weights[fast]?.[i] ?? 0, totals[fast] ?? 0),
    slow: mix.slow * part(weights[slow]?.[i] ?? 0, totals[slow] ?? 0),
    crowd: mix.crowd * liked,
  };
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

/** The sum of {@link givenTo}, with all that is equal for all tags worked out before: it runs for every tag and policy. */
function createScore(
  { reading }: TouchField,
  { fast, slow, prior, mix }: PolicyReading,
): (i: number, liked: number) => number {
  const { counts, countTotal, weights, totals } = reading;
  const byCount = mix.count / Math.max(least, countTotal + prior);
  const byFast = mix.fast / Math.max(least, (totals[fast] ?? 0) + prior);
  const bySlow = mix.slow / Math.max(least, (totals[slow] ?? 0) + prior);
  const byCrowd = prior * (byCount + byFast + bySlow) + mix.crowd;
  const ofFast = weights[fast] ?? [];
  const ofSlow = weights[slow] ?? [];
  return (i, liked) =>
    byCount * (counts[i] ?? 0) + byFast * (ofFast[i] ?? 0) + bySlow * (ofSlow[i] ?? 0) + byCrowd * liked;
}
