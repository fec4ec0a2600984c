import type { Features } from '../models/online-model.ts';
import { binOf, quantileEdges } from './bin.ts';
import { hashCategory, hashText, mixHash } from './hash-slot.ts';
import { addToReservoir, createReservoir, type ReservoirState } from './reservoir.ts';
import { createScale, learnScale, type ScaleState, scaleOne, signedLog } from './scale.ts';

/**
 * How features become weights' inputs. `raw`: a number is its own value. `scaled`: z-score of its signed
 * logarithm. `binned`: that, and one indicator of its quantile bin besides (steps that a line cannot follow).
 */
export type Encoding = 'raw' | 'scaled' | 'binned';

/** What the encoder must agree on for its whole life. */
export interface EncoderOptions {
  readonly encoding: Encoding;
  /** Slots are 0 to 2^bits − 1. */
  readonly bits: number;
  /** Quantile bins per number. */
  readonly bins: number;
  /** Numbers that get a scale and bins of their own; later names share one (memory bound). */
  readonly maxColumns: number;
}

/** What is known about one numeric feature; about 3.3 kB when full. */
export interface ColumnState {
  readonly name: string;
  readonly scale: ScaleState;
  readonly reservoir: ReservoirState;
  edges: number[];
}

/** Scales and bins of all numeric features; plain JSON, at most `maxColumns` columns. */
export interface EncoderState {
  readonly columns: ColumnState[];
  /** Open-addressed index into `columns` (position + 1; 0 is free), keyed by the hash of the name. */
  readonly table: number[];
}

/** A sparse input as parallel arrays of which the first `size` places count; reused from call to call. */
export interface SparseVector {
  size: number;
  readonly slots: number[];
  readonly values: number[];
  /** The feature each entry came from, for explanations. */
  readonly names: string[];
}

/** Values on the log scale are kept within this, so that no finite input can overflow a sum. */
const LARGEST_RAW = 1e9;
/** Longer names are encoded, but get no scale of their own: they would be kept in the state. */
const LONGEST_NAME = 200;
const BIN_SALT = 0x9e3779b9;
const MISSING_SALT = 0x51ed270b;

/** An encoder that has seen nothing. */
export function createEncoder(options: EncoderOptions): EncoderState {
  const places = options.encoding === 'raw' ? 0 : 2 ** Math.ceil(Math.log2(options.maxColumns * 2));
  return { columns: [], table: new Array<number>(places).fill(0) };
}

/** An empty vector to encode into. */
export function createSparseVector(): SparseVector {
  return { size: 0, slots: [], values: [], names: [] };
}

/**
 * Writes the encoded features into `out`: numbers by {@link Encoding}, categories and booleans as indicators,
 * what is missing (null, undefined, NaN) as an indicator of its own, and a bias (`(bias)`, value 1) last.
 * With `learn`, numbers are first taken into the running scales and bins.
 */
export function encodeFeatures(
  options: EncoderOptions,
  state: EncoderState,
  features: Features,
  out: SparseVector,
  mode: 'read' | 'learn',
): void {
  const mask = (1 << options.bits) - 1;
  out.size = 0;
  for (const name in features) {
    if (!Object.hasOwn(features, name)) continue;
    const value = features[name];
    const nameHash = hashText(name);
    if (typeof value === 'string') push(out, mixHash(hashCategory(nameHash, value)) & mask, 1, name);
    else if (typeof value === 'number' && !Number.isNaN(value))
      encodeNumber(options, state, { name, nameHash, value, mask }, out, mode);
    else if (typeof value === 'boolean')
      push(out, mixHash(hashCategory(nameHash, value ? 'true' : 'false')) & mask, 1, name);
    else push(out, mixHash(nameHash ^ MISSING_SALT) & mask, 1, name);
  }
  push(out, mixHash(0) & mask, 1, '(bias)');
}

function encodeNumber(
  options: EncoderOptions,
  state: EncoderState,
  number: { readonly name: string; readonly nameHash: number; readonly value: number; readonly mask: number },
  out: SparseVector,
  mode: 'read' | 'learn',
): void {
  const { name, nameHash, mask } = number;
  const value = Math.min(Math.max(number.value, -Number.MAX_VALUE), Number.MAX_VALUE);
  const slot = mixHash(nameHash) & mask;
  if (options.encoding === 'raw') {
    push(out, slot, Math.min(Math.max(value, -LARGEST_RAW), LARGEST_RAW), name);
    return;
  }
  const column = findColumn(options, state, name, nameHash, mode);
  if (column === undefined) {
    push(out, slot, Math.max(-5, Math.min(5, signedLog(value))), name);
    return;
  }
  if (mode === 'learn') learnColumn(column, value, options.bins);
  push(out, slot, scaleOne(column.scale, value), name);
  if (options.encoding === 'binned')
    push(out, mixHash(nameHash ^ (BIN_SALT + binOf(column.edges, value))) & mask, 1, name);
}

/** Edges move only when the number of values seen has doubled: a bin keeps its meaning, and its weight. */
function learnColumn(column: ColumnState, value: number, bins: number): void {
  learnScale(column.scale, value);
  addToReservoir(column.reservoir, value);
  const { seen } = column.reservoir;
  if (seen >= 32 && (seen & (seen - 1)) === 0) column.edges = quantileEdges(column.reservoir, bins);
}

function findColumn(
  options: EncoderOptions,
  state: EncoderState,
  name: string,
  nameHash: number,
  mode: 'read' | 'learn',
): ColumnState | undefined {
  const { table, columns } = state;
  const last = table.length - 1;
  let place = mixHash(nameHash) & last;
  for (;;) {
    const position = table[place];
    if (position === undefined || position === 0) break;
    const column = columns[position - 1];
    if (column?.name === name) return column;
    place = (place + 1) & last;
  }
  if (mode === 'read' || columns.length >= options.maxColumns || name.length > LONGEST_NAME) return undefined;
  const made = { name, scale: createScale(), reservoir: createReservoir(nameHash), edges: [] };
  columns.push(made);
  table[place] = columns.length;
  return made;
}

function push(out: SparseVector, slot: number, value: number, name: string): void {
  const at = out.size++;
  out.slots[at] = slot;
  out.values[at] = value;
  out.names[at] = name;
}
