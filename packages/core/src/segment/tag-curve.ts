import type { HalfLifePair } from '../profile/half-lives.ts';
import type { InterestSlice } from '../profile/interest.ts';
import type { TagMeasure } from './rule.ts';

/** Both weights of one tag as of now; each goes on decaying with its own half-life. */
export interface TagCurve {
  readonly value: string;
  readonly fast: number;
  readonly slow: number;
}

/** The tags of one family as of `now`. */
export function currentTags(
  family: InterestSlice[string],
  { now, halfLives }: { readonly now: number; readonly halfLives: HalfLifePair },
): readonly TagCurve[] {
  return Object.entries(family).map(([value, tag]) => ({
    value,
    fast: tag[1] * remaining(now - tag[3], halfLives.fastMs),
    slow: tag[2] * remaining(now - tag[3], halfLives.slowMs),
  }));
}

/** The tags that a measure is about, as one, and those that it is compared with. */
export interface MeasuredTags {
  /** Absent when none was ever touched. */
  readonly mine: TagCurve | undefined;
  readonly others: readonly TagCurve[];
}

/** Tells the tags of a measure from the others of its family, and adds them up when they are a subtree. */
export function measuredTags(
  { value, scope }: Pick<TagMeasure, 'value' | 'scope'>,
  curves: readonly TagCurve[],
): MeasuredTags {
  let mine: TagCurve | undefined;
  const others: TagCurve[] = [];
  for (const curve of curves) {
    if (!isMeasured(curve.value, value, scope)) others.push(curve);
    else if (mine === undefined) mine = curve;
    else mine = { value, fast: mine.fast + curve.fast, slow: mine.slow + curve.slow };
  }
  return { mine, others };
}

/** Whether a tag is the one meant, or lies below it. */
export function isMeasured(tag: string, value: string, scope: TagMeasure['scope']): boolean {
  return tag === value || (scope === 'subtree' && tag.startsWith(`${value}/`));
}

/** Half-lives after which a weight stays as it is: it would soon be zero by underflow, which decay never reaches. */
export const mostHalfLives = 800;

/** What is left of a weight: `2^(−elapsed / halfLife)`, at least `2^−800`, so that it keeps its sign for ever. */
export function remaining(elapsedMs: number, halfLifeMs: number): number {
  return 2 ** -Math.min(mostHalfLives, elapsedMs / halfLifeMs);
}

/** `fast · 2^(−x / fastMs) + slow · 2^(−x / slowMs) + offset` over the time x that passes, ms. */
export interface DecayCurve {
  readonly fast: number;
  readonly slow: number;
  readonly offset: number;
}

/** What lies further ahead counts as never: 100 years, ms. */
const horizonMs = 3_155_760_000_000;

/**
 * The time x > 0 (ms) after which a curve first changes its sign, to or from zero included; `undefined` when it does
 * not within 100 years.
 *
 * A sum of two exponentials has at most one stationary point; between it and the ends the curve is monotone, so a
 * change of sign is bracketed and bisected to a quarter of a millisecond.
 */
export function firstSignChange(curve: DecayCurve, halfLives: HalfLifePair): number | undefined {
  const at = (x: number): number =>
    curve.fast * remaining(x, halfLives.fastMs) + curve.slow * remaining(x, halfLives.slowMs) + curve.offset;
  const start = Math.sign(at(0));
  // A curve that stands at zero and moves leaves it at once.
  if (start === 0) return curve.fast === 0 && curve.slow === 0 ? undefined : 0;
  const turn = stationaryPoint(curve, halfLives);
  let low = 0;
  for (const high of turn === undefined ? [horizonMs] : [turn, horizonMs]) {
    if (Math.sign(at(high)) !== start) return bisect(at, low, high);
    low = high;
  }
  return undefined;
}

function stationaryPoint({ fast, slow }: DecayCurve, { fastMs, slowMs }: HalfLifePair): number | undefined {
  const speed = 1 / fastMs - 1 / slowMs;
  const ratio = -(slow * fastMs) / (fast * slowMs);
  if (speed === 0 || !(ratio > 0) || !Number.isFinite(ratio)) return undefined;
  const x = -Math.log2(ratio) / speed;
  return x > 0 && x < horizonMs ? x : undefined;
}

function bisect(at: (x: number) => number, from: number, to: number): number {
  const start = Math.sign(at(from));
  let low = from;
  let high = to;
  while (high - low > 0.25) {
    const middle = (low + high) / 2;
    if (Math.sign(at(middle)) === start) low = middle;
    else high = middle;
  }
  return low;
}
