import { binOf, quantileEdges } from '../feature/bin.ts';
import { addToReservoir, createReservoir, type ReservoirState } from '../feature/reservoir.ts';
import type { Features, FeatureValue } from '../models/online-model.ts';
import { type AdwinState, createAdwin } from './adwin.ts';
import { populationStability } from './population-stability.ts';

/** What is known about the distribution of one feature; about 8 kB at most. */
export interface WatchedFeature {
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
  /** Watches the bin, as a number from 0 to 1. */
  readonly detector: AdwinState;
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
export interface FeatureDriftState {
  examples: number;
  readonly features: WatchedFeature[];
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
const DETECTOR = { delta: 0.0005 } as const;

/** A watch that has seen nothing. */
export function createFeatureDrift(): FeatureDriftState {
  return { examples: 0, features: [], alarms: [] };
}

/**
 * Watches the inputs rather than the loss: ADWIN on the bin of each feature raises alarms, and the population
 * stability index says how far the feature lies from its first 1,000 values. Inputs may shift while the model
 * stays right; read together with {@link watchDrift}. Takes one example in, in place; answers its alarms.
 *
 * @example
 * const state = createFeatureDrift();
 * for (let i = 0; i < 3000; i++) watchFeatures(state, { price: i % 100 });
 * for (let i = 0; i < 1000; i++) watchFeatures(state, { price: 200 + (i % 100) });
 * state.alarms[0]?.feature; // 'price'
 */
export function watchFeatures(state: FeatureDriftState, input: Features): FeatureAlarm[] {
  state.examples++;
  const raised: FeatureAlarm[] = [];
  for (const name in input) {
    const feature = findFeature(state, name);
    if (feature === undefined || !watchValue(feature, input[name])) continue;
    raised.push({ feature: name, at: state.examples, stability: stabilityOf(feature) });
  }
  state.alarms.push(...raised);
  state.alarms.splice(0, Math.max(0, state.alarms.length - ALARMS_KEPT));
  return raised;
}

/** Population stability index of each feature, largest first; below 0.1 is stable, above 0.25 shifted. */
export function featureStability(state: FeatureDriftState): { name: string; stability: number }[] {
  return state.features
    .map((feature) => ({ name: feature.name, stability: stabilityOf(feature) }))
    .sort((a, b) => b.stability - a.stability || (a.name < b.name ? -1 : 1));
}

function stabilityOf({ before, after, seen }: WatchedFeature): number {
  return seen < CUT_AFTER + REFERENCE ? 0 : populationStability(before, after);
}

/** Counts a value in its bin; answers whether the detector alarmed. */
function watchValue(feature: WatchedFeature, value: FeatureValue): boolean {
  feature.seen++;
  if (feature.seen <= CUT_AFTER) {
    if (typeof value === 'number' && !Number.isNaN(value)) addToReservoir(feature.sample, value);
    if (feature.seen === CUT_AFTER) feature.edges = quantileEdges(feature.sample, BINS);
    return false;
  }
  const bin = binIndex(feature, value);
  for (const counts of [feature.before, feature.after]) while (counts.length <= bin) counts.push(0);
  if (feature.seen <= CUT_AFTER + REFERENCE) feature.before[bin] = (feature.before[bin] ?? 0) + 1;
  for (let i = 0; i < feature.after.length; i++) feature.after[i] = (feature.after[i] ?? 0) * KEEP;
  feature.after[bin] = (feature.after[bin] ?? 0) + 1;
  return createAdwin(DETECTOR).watchOne(feature.detector, bin / (BINS + MOST_VALUES + 1));
}

/** Bins of numbers come first, then missing, then categories as they were first seen, the last for all others. */
function binIndex(feature: WatchedFeature, value: FeatureValue): number {
  if (value === null || value === undefined || Number.isNaN(value)) return BINS;
  if (typeof value === 'number') return binOf(feature.edges, value);
  const text = String(value).slice(0, LONGEST);
  const known = feature.values.indexOf(text);
  if (known >= 0) return BINS + 1 + known;
  if (feature.values.length >= MOST_VALUES - 1) return BINS + MOST_VALUES;
  return BINS + feature.values.push(text);
}

function findFeature(state: FeatureDriftState, name: string): WatchedFeature | undefined {
  const known = state.features.find((feature) => feature.name === name);
  if (known !== undefined || state.features.length >= MOST_FEATURES || name.length > LONGEST) return known;
  const made: WatchedFeature = {
    name,
    sample: createReservoir(1),
    edges: [],
    values: [],
    before: [],
    after: [],
    seen: 0,
    detector: createAdwin(DETECTOR).create(),
  };
  state.features.push(made);
  return made;
}
