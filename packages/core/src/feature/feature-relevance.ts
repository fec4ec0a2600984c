import type { Features } from '../models/online-model.ts';
import { binOf, quantileEdges } from './bin.ts';
import { addToReservoir, createReservoir, type ReservoirState } from './reservoir.ts';

/** What is known about how one feature and the label go together. */
export interface RelevanceColumn {
  readonly name: string;
  readonly sample: ReservoirState;
  /** Inner edges of the bins of numbers. */
  edges: number[];
  /** Bins and categories, and how often each came with a negative and with a positive label; at most 64. */
  readonly values: string[];
  readonly negatives: number[];
  readonly positives: number[];
}

/** State of a relevance ranking; plain JSON, at most 256 features. */
export interface RelevanceState {
  readonly columns: RelevanceColumn[];
}

/** A feature and how many bits it tells about the label. */
export interface Relevance {
  readonly name: string;
  readonly bits: number;
}

const MOST_FEATURES = 256;
const MOST_VALUES = 64;
const LONGEST = 200;
const BINS = 8;

/** A ranking that has seen nothing. */
export function createRelevance(): RelevanceState {
  return { columns: [] };
}

/** Takes one labelled example in, in place. */
export function learnRelevance(state: RelevanceState, input: Features, label: boolean): void {
  for (const name in input) {
    if (!Object.hasOwn(input, name) || name.length > LONGEST) continue;
    let column = state.columns.find((known) => known.name === name);
    if (column === undefined) {
      if (state.columns.length >= MOST_FEATURES) continue;
      column = { name, sample: createReservoir(1), edges: [], values: [], negatives: [], positives: [] };
      state.columns.push(column);
    }
    const value = input[name];
    if (typeof value === 'number' && !Number.isNaN(value)) count(column, binName(column, value), label);
    else count(column, value === null || value === undefined ? 'missing' : `= ${value}`, label);
  }
}

/**
 * Features by mutual information with the label, most first: Σ p(v, y)·log₂(p(v, y)/(p(v)·p(y))) over bins and
 * categories, less the bias (values − 1)/(2·n·ln 2) that chance alone gives (Miller 1955).
 *
 * @example
 * const state = createRelevance();
 * for (let i = 0; i < 100; i++) learnRelevance(state, { plan: i % 2 ? 'pro' : 'free', noise: i % 7 }, i % 2 === 1);
 * rankFeatures(state)[0]; // { name: 'plan', bits: 0.99 }
 */
export function rankFeatures(state: RelevanceState): Relevance[] {
  return state.columns
    .map((column) => ({ name: column.name, bits: mutualInformation(column) }))
    .sort((a, b) => b.bits - a.bits || (a.name < b.name ? -1 : 1));
}

/** Only the `most` features that tell most, and any that the ranking does not know. */
export function selectFeatures(state: RelevanceState, input: Features, most: number): Features {
  const dropped = new Set(
    rankFeatures(state)
      .slice(most)
      .map(({ name }) => name),
  );
  return Object.fromEntries(Object.entries(input).filter(([name]) => !dropped.has(name)));
}

/** Bins are cut anew when the number of values has doubled; counts begin again then, since bins changed. */
function binName(column: RelevanceColumn, value: number): string {
  addToReservoir(column.sample, value);
  const { seen } = column.sample;
  if (seen >= 32 && (seen & (seen - 1)) === 0) {
    column.edges = quantileEdges(column.sample, BINS);
    for (const list of [column.values, column.negatives, column.positives]) list.length = 0;
  }
  return `bin ${binOf(column.edges, value)}`;
}

function count(column: RelevanceColumn, value: string, label: boolean): void {
  const key = value.slice(0, LONGEST);
  let at = column.values.indexOf(key);
  if (at < 0) {
    // The last place is shared by all values that came too late.
    at = Math.min(column.values.length, MOST_VALUES - 1);
    if (column.values.length < MOST_VALUES) column.values.push(at === MOST_VALUES - 1 ? 'others' : key);
  }
  column.negatives[at] = (column.negatives[at] ?? 0) + (label ? 0 : 1);
  column.positives[at] = (column.positives[at] ?? 0) + (label ? 1 : 0);
}

function mutualInformation({ negatives, positives }: RelevanceColumn): number {
  const negative = negatives.reduce((sum, n) => sum + n, 0);
  const positive = positives.reduce((sum, n) => sum + n, 0);
  const total = negative + positive;
  if (total === 0) return 0;
  const term = (joint: number, value: number, label: number): number =>
    joint === 0 ? 0 : (joint / total) * Math.log2((joint * total) / (value * label));
  let bits = 0;
  negatives.forEach((n, i) => {
    const p = positives[i] ?? 0;
    bits += term(n, n + p, negative) + term(p, n + p, positive);
  });
  return Math.max(0, bits - (negatives.length - 1) / (2 * total * Math.LN2));
}
