import { dropLowest } from '../profile/bound.ts';
import { decayFactor } from '../profile/decay.ts';
import { tagLimit } from '../profile/interest.ts';
import { type Weighting, weighAmount } from './update-policy.ts';

/** Which weights are kept of every tag: one for each weighting and half-life. */
export interface ShadowLayout {
  readonly weightings: readonly Weighting[];
  readonly halfLivesMs: readonly number[];
  /** Place of the weight by which tags are dropped: configured amounts at the configured slow half-life. */
  readonly rankBy: { readonly place: number; readonly halfLifeMs: number };
}

/** One tag as all policies keep it. */
export interface ShadowTag {
  count: number;
  /** As of when the weights are, epoch ms. */
  at: number;
  /** By weighting, then half-life. */
  readonly weights: number[];
}

/** The tags of one user in one family. */
export type ShadowFamily = Record<string, ShadowTag>;

/** Folds one touch for all policies at once. */
export function foldShadow(
  family: ShadowFamily,
  touch: { readonly value: string; readonly amount: number; readonly at: number },
  layout: ShadowLayout,
): void {
  const { weightings, halfLivesMs, rankBy } = layout;
  const known = Object.hasOwn(family, touch.value) ? family[touch.value] : undefined;
  const tag = known ?? {
    count: 0,
    at: touch.at,
    weights: new Array<number>(weightings.length * halfLivesMs.length).fill(0),
  };
  tag.count++;
  const elapsedMs = touch.at - tag.at;
  halfLivesMs.forEach((halfLifeMs, h) => {
    const factor = decayFactor(Math.abs(elapsedMs), halfLifeMs);
    weightings.forEach((weighting, w) => {
      const place = w * halfLivesMs.length + h;
      const before = tag.weights[place] ?? 0;
      const amount = weighAmount(touch.amount, weighting);
      // A late touch adds what is left of it.
      tag.weights[place] = elapsedMs >= 0 ? before * factor + amount : before + amount * factor;
    });
  });
  tag.at = Math.max(tag.at, touch.at);
  if (known !== undefined) return;
  family[touch.value] = tag;
  dropLowest(family, tagLimit, ({ weights, at }) => {
    const weight = weights[rankBy.place] ?? 0;
    return weight > 0 ? Math.log2(weight) + at / rankBy.halfLifeMs : Number.NEGATIVE_INFINITY;
  });
}

/** The tags of a family as of one time, in parallel lists. */
export interface ShadowReading {
  readonly values: readonly string[];
  readonly counts: readonly number[];
  readonly countTotal: number;
  /** By place of the layout, then by tag; negative weights are 0. */
  readonly weights: readonly (readonly number[])[];
  readonly totals: readonly number[];
}

/** Reads all weights as of `now`. */
export function readShadow(family: ShadowFamily, now: number, layout: ShadowLayout): ShadowReading {
  const values = Object.keys(family);
  const tags = Object.values(family);
  const { halfLivesMs, weightings } = layout;
  const factors = halfLivesMs.map((halfLifeMs) => tags.map((tag) => decayFactor(now - tag.at, halfLifeMs)));
  const weights = weightings.flatMap((_, w) =>
    halfLivesMs.map((_, h) =>
      tags.map((tag, i) =>
        Math.max(0, (tag.weights[w * halfLivesMs.length + h] ?? 0) * (factors[h]?.[i] ?? 0)),
      ),
    ),
  );
  const counts = tags.map((tag) => tag.count);
  return { values, counts, countTotal: sum(counts), weights, totals: weights.map(sum) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
