import type { LikenessEvent } from '../event/event.ts';
import { semanticEvents } from '../event/semantic-events.ts';
import { createMap, type Draft } from './draft.ts';
import { numberOf } from './read-property.ts';

/** What is measured of each page view: ms, but for `cls`, which has no unit. */
export type WebVital = 'lcp' | 'inp' | 'cls' | 'fcp' | 'ttfb';

/** All of them, in the order in which packed profiles hold them. */
export const webVitals: readonly WebVital[] = ['lcp', 'inp', 'cls', 'fcp', 'ttfb'];

/**
 * How many measurements fell into each logarithmic bucket, by vital.
 *
 * The buckets are fixed, so sketches of any parts add up to the sketch of the whole (DDSketch: Masson, Rim, Lee,
 * PVLDB 12(12), 2019; its collapsing of buckets is left out, as the fixed range bounds them).
 */
export type WebVitalSlice = Readonly<Partial<Record<WebVital, Readonly<Record<string, number>>>>>;

/** A quantile read from the sketch is off by at most this share of the true value. */
export const vitalAccuracy = 0.05;

/** Buckets 0 (at most 1) to this one (a minute and more). */
export const vitalBuckets = 111;

/** Layout shifts are scores around 0.1: in thousandths they share the buckets of times. */
const clsScale = 1_000;

/** Whether an event measures a page view. */
export function isWebVitalsEvent(event: LikenessEvent): boolean {
  return event.type === 'track' && event.event === semanticEvents.webVitalsMeasured;
}

/** Folds one event; only *Web Vitals Measured* says anything. */
export function foldWebVitals(slice: Draft<WebVitalSlice>, event: LikenessEvent): void {
  if (event.type !== 'track' || event.event !== semanticEvents.webVitalsMeasured) return;
  for (const vital of webVitals) {
    const value = numberOf(event.properties[vital]);
    if (value !== undefined && value >= 0) addCount(slice, vital, bucketOf(value * scaleOf(vital)), 1);
  }
}

/** Merges `from` into `into`. */
export function mergeWebVitals(into: Draft<WebVitalSlice>, from: WebVitalSlice): void {
  for (const vital of webVitals) {
    const buckets = from[vital] ?? {};
    for (const bucket of Object.keys(buckets)) addCount(into, vital, bucket, buckets[bucket] ?? 0);
  }
}

/**
 * The value that a share `quantile` (0–1) of the measurements does not exceed, in the vital's own unit, to
 * {@link vitalAccuracy}; `undefined` without a measurement. Google judges pages by 0.75.
 */
export function vitalQuantile(slice: WebVitalSlice, vital: WebVital, quantile: number): number | undefined {
  const buckets = Object.entries(slice[vital] ?? {})
    .map(([bucket, count]) => ({ bucket: Number(bucket), count }))
    .sort((a, b) => a.bucket - b.bucket);
  const total = buckets.reduce((sum, { count }) => sum + count, 0);
  let rank = Math.max(1, Math.ceil(quantile * total));
  for (const { bucket, count } of buckets) {
    rank -= count;
    if (rank <= 0) return bucketValue(bucket) / scaleOf(vital);
  }
  return undefined;
}

/** The middle of a bucket: `2 γ^i / (γ + 1)`, where bucket i holds `(γ^(i−1), γ^i]`; bucket 0 reads as 0. */
function bucketValue(bucket: number): number {
  return bucket === 0 ? 0 : (2 * gamma() ** bucket) / (gamma() + 1);
}

function bucketOf(value: number): number {
  if (value <= 1) return 0;
  return Math.min(vitalBuckets - 1, Math.ceil(Math.log(value) / Math.log(gamma())));
}

function gamma(): number {
  return (1 + vitalAccuracy) / (1 - vitalAccuracy);
}

function scaleOf(vital: WebVital): number {
  return vital === 'cls' ? clsScale : 1;
}

function addCount(
  slice: Draft<WebVitalSlice>,
  vital: WebVital,
  bucket: number | string,
  count: number,
): void {
  let buckets = slice[vital];
  if (buckets === undefined) {
    buckets = createMap<number>();
    slice[vital] = buckets;
  }
  buckets[bucket] = (buckets[bucket] ?? 0) + count;
}
