import { binOf, quantileEdges } from '../feature/bin.ts';
import { addToReservoir, createReservoir, type ReservoirState } from '../feature/reservoir.ts';
import type { Features, FeatureValue } from '../models/online-model.ts';
import { type AdwinState, createAdwin } from './adwin.ts';
import type { DriftDetector } from './page-hinkley.ts';
import { populationStability } from './population-stability.ts';

/** What is known about the distribution of one feature; about 8 kB at most. */
export interface WatchedFeature<Detector = AdwinState> {
  readonly name: string;
  /** Sample from which bins are cut, until `REFERENCE` values were seen. */
  readonly sample: ReservoirState;
  edges: number[];
  /** Categories with a bin of their own; `others` and `missing` besides. */
  readonly values: string[];
  /** How often each bin occurred among the first `REFERENCE` values after the bins were cut. */
  readonly before: number[];
  /** The same lately: counts that halve every `REFERENCE` values. */
  readonly after: number[];
  seen: number;
  /** Watch the bin, as a number from 0 to 1, and that number taken from 1: some detectors see a rise only. */
  readonly detectors: readonly [Detector, Detector];
}

/** An alarm: the feature, when, and how far it had shifted. */
export interface FeatureAlarm {
  readonly feature: string;
  /** Examples seen when the alarm rose. */
  readonly at: number;
  /** Population stability index against the reference. */
  readonly stability: number;
}

/** State of the watch; plain JSON, at most 64 features. */
export interface FeatureDriftState<Detector = AdwinState> {
  examples: number;
  readonly features: WatchedFeature<Detector>[];
  /** The newest 32 alarms, oldest first. */
  readonly alarms: FeatureAlarm[];
}

const MOST_FEATURES = 64;
const MOST_VALUES = 16;
const LONGEST = 200;
const BINS = 10;
/** Values from which bins are cut, then values that make the reference. */
const CUT_AFTER = 200;
const REFERENCE = 1000;
const ALARMS_KEPT = 32;
const KEEP = 2 ** (-1 / REFERENCE);
const DETECTOR = { delta: 0.0005, alarmOn: 'rise' } as const;

/** A watch over the inputs of a model. */
export interface FeatureDrift<Detector> {
  /** A state that has seen nothing. */
  create(): FeatureDriftState<Detector>;
  /** Takes one example in, in place; answers the alarms it raised. */
  watchOne(state: FeatureDriftState<Detector>, input: Features): FeatureAlarm[];
}

/**
 * Watches the inputs rather than the loss: ADWIN (or another detector, such as {@link createPageHinkley}) on the bin
 * of each feature raises alarms, and the population stability index says how far the feature lies from its first
 * 1,000 values. Inputs may shift while the model stays right; read together with {@link createDriftWatch}.
 *
 * @example
 * const watch = createFeatureDrift();
 * const state = watch.create();
 * for (let i = 0; i < 3000; i++) watch.watchOne(state, { price: i % 100 });
 * for (let i = 0; i < 1000; i++) watch.watchOne(state, { price: 200 + (i % 100) });
 * state.alarms[0]?.feature; // 'price'
 */
export function createFeatureDrift(): FeatureDrift<AdwinState>;
export function createFeatureDrift<Detector>(detector: DriftDetector<Detector>): FeatureDrift<Detector>;
export function createFeatureDrift(
  detector: DriftDetector<unknown> = createAdwin(DETECTOR),
): FeatureDrift<unknown> {
  return {
    create: () => ({ examples: 0, features: [], alarms: [] }),
    watchOne(state, input) {
      state.examples++;
      const raised: FeatureAlarm[] = [];
      for (const name in input) {
        const feature = findFeature(state, name, detector);
        const place = feature && placeOf(feature, input[name]);
        if (feature === undefined || place === undefined) continue;
        const [rising, falling] = feature.detectors;
        // Both must see every value, so neither may be skipped when the other alarms.
        const alarms = [detector.watchOne(rising, place), detector.watchOne(falling, 1 - place)];
        if (!alarms.includes(true)) continue;
        raised.push({ feature: name, at: state.examples, stability: stabilityOf(feature) });
      }
      state.alarms.push(...raised);
      state.alarms.splice(0, Math.max(0, state.alarms.length - ALARMS_KEPT));
      return raised;
    },
  };
}

/** Population stability index of each feature, largest first; below 0.1 is stable, above 0.25 shifted. */
export function featureStability(state: FeatureDriftState<unknown>): { name: string; stability: number }[] {
  return state.features
    .map((feature) => ({ name: feature.name, stability: stabilityOf(feature) }))
    .sort((a, b) => b.stability - a.stability || (a.name < b.name ? -1 : 1));
}

function stabilityOf({ before, after, seen }: WatchedFeature<unknown>): number {
  return seen < CUT_AFTER + REFERENCE ? 0 : populationStability(before, after);
}

/** Counts a value in its bin, and answers the bin as a number from 0 to 1; undefined before bins are cut. */
function placeOf(feature: WatchedFeature<unknown>, value: FeatureValue): number | undefined {
  feature.seen++;
  if (feature.seen <= CUT_AFTER) {
    if (typeof value === 'number' && !Number.isNaN(value)) addToReservoir(feature.sample, value);
    if (feature.seen === CUT_AFTER) feature.edges = quantileEdges(feature.sample, BINS);
    return undefined;
  }
  const bin = binIndex(feature, value);
  for (const counts of [feature.before, feature.after]) while (counts.length <= bin) counts.push(0);
  if (feature.seen <= CUT_AFTER + REFERENCE) feature.before[bin] = (feature.before[bin] ?? 0) + 1;
  for (let i = 0; i < feature.after.length; i++) feature.after[i] = (feature.after[i] ?? 0) * KEEP;
  feature.after[bin] = (feature.after[bin] ?? 0) + 1;
  return bin / (BINS + MOST_VALUES + 1);
}

/** Bins of numbers come first, then missing, then categories as they were first seen, the last for all others. */
function binIndex(feature: WatchedFeature<unknown>, value: FeatureValue): number {
  if (value === null || value === undefined || Number.isNaN(value)) return BINS;
  if (typeof value === 'number') return binOf(feature.edges, value);
  const text = String(value).slice(0, LONGEST);
  const known = feature.values.indexOf(text);
  if (known >= 0) return BINS + 1 + known;
  if (feature.values.length >= MOST_VALUES - 1) return BINS + MOST_VALUES;
  return BINS + feature.values.push(text);
}

function findFeature<Detector>(
  state: FeatureDriftState<Detector>,
  name: string,
  detector: DriftDetector<Detector>,
): WatchedFeature<Detector> | undefined {
  const known = state.features.find((feature) => feature.name === name);
  if (known !== undefined || state.features.length >= MOST_FEATURES || name.length > LONGEST) return known;
  const made: WatchedFeature<Detector> = {
    name,
    sample: createReservoir(1),
    edges: [],
    values: [],
    before: [],
    after: [],
    seen: 0,
    detectors: [detector.create(), detector.create()],
  };
  state.features.push(made);
  return made;
}
