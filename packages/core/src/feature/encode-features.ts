import type { Features } from '../models/online-model.ts';
import { binOf, quantileEdges } from './bin.ts';
import { hashText, joinHashes, mixHash } from './hash-slot.ts';
import { addToReservoir, createReservoir, type ReservoirState } from './reservoir.ts';
import { createScale, learnScale, SCALE_LIMIT, type ScaleState, scaleOne, signedLog } from './scale.ts';

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
  /** The feature each entry came from, for explanations; null where nobody asks, since keeping them takes time. */
  readonly names: string[] | null;
}

/** Values on the log scale are kept within this, so that no finite input can overflow a sum. */
const LARGEST_RAW = 1e9;
/** Longer names are encoded, but get no scale of their own: they would be kept in the state. */
const LONGEST_NAME = 200;
/** Positions of names that are remembered from one example to the next. */
const LONGEST_MEMORY = 256;
const BIN_SALT = 0x9e3779b9;
const MISSING_SALT = 0x51ed270b;
const TRUE_SALT = 0x2545f491;
const FALSE_SALT = 0x3c6ef372;
const BIAS_SLOT = 0;

/** Encodes features for one model; pure over its state, like a model. */
export interface FeatureEncoder {
  /** A state that has seen nothing. */
  create(): EncoderState;
  /**
   * Writes the encoded features into `out`: numbers by {@link Encoding}, categories and booleans as indicators,
   * what is missing (null, undefined, NaN) as an indicator of its own, and a bias (`(bias)`, value 1) last.
   * With `learn`, numbers are first taken into the running scales and bins.
   */
  encode(state: EncoderState, features: Features, out: SparseVector, mode: 'read' | 'learn'): void;
}

/** An empty vector to encode into; `named` to explain from. */
export function createSparseVector(keep: 'named' | 'unnamed' = 'unnamed'): SparseVector {
  return { size: 0, slots: [], values: [], names: keep === 'named' ? [] : null };
}

/** An encoder with the given settings. */
export function createFeatureEncoder(options: EncoderOptions): FeatureEncoder {
  const { encoding, bits, bins, maxColumns } = options;
  const mask = (1 << bits) - 1;
  /**
   * Names as they came last time, and their hashes: most streams name the same features in the same order, and
   * comparing two pointers is cheaper than hashing a name. Scratch memory: no answer depends on it.
   */
  const lastNames: string[] = [];
  const lastHashes: number[] = [];
  const hashOfName = (name: string, position: number): number => {
    if (lastNames[position] === name) return lastHashes[position] ?? 0;
    const hash = hashText(name);
    if (position < LONGEST_MEMORY && name.length <= LONGEST_NAME) {
      lastNames[position] = name;
      lastHashes[position] = hash;
    }
    return hash;
  };
  const places = encoding === 'raw' ? 0 : 2 ** Math.ceil(Math.log2(maxColumns * 2));

  const encodeNumber = (
    { columns, table }: EncoderState,
    number: { readonly name: string; readonly hash: number; readonly value: number },
    out: SparseVector,
    mode: 'read' | 'learn',
  ): void => {
    const { name, hash, value } = number;
    const last = table.length - 1;
    let place = mixHash(hash) & last;
    let column: ColumnState | undefined;
    for (let position = table[place]; position !== undefined && position > 0; position = table[place]) {
      column = columns[position - 1];
      if (column?.name === name) break;
      column = undefined;
      place = (place + 1) & last;
    }
    if (
      column === undefined &&
      mode === 'learn' &&
      columns.length < maxColumns &&
      name.length <= LONGEST_NAME
    ) {
      column = { name, scale: createScale(), reservoir: createReservoir(hash), edges: [] };
      table[place] = columns.push(column);
    }
    const slot = mixHash(hash) & mask;
    if (column === undefined) {
      push(out, slot, Math.max(-SCALE_LIMIT, Math.min(SCALE_LIMIT, signedLog(value))), name);
      return;
    }
    if (mode === 'learn') learnColumn(column, value, bins);
    push(out, slot, scaleOne(column.scale, value), name);
    if (encoding === 'binned')
      push(out, mixHash(hash ^ (BIN_SALT + binOf(column.edges, value))) & mask, 1, name);
  };

  return {
    create: () => ({ columns: [], table: new Array<number>(places).fill(0) }),
    encode(state, features, out, mode) {
      out.size = 0;
      let position = 0;
      // No own-property check: it would take as long as all the rest, and plain objects inherit nothing enumerable.
      for (const name in features) {
        const value = features[name];
        const hash = hashOfName(name, position++);
        if (typeof value === 'string') push(out, mixHash(joinHashes(hash, hashText(value))) & mask, 1, name);
        else if (typeof value === 'boolean')
          push(out, mixHash(hash ^ (value ? TRUE_SALT : FALSE_SALT)) & mask, 1, name);
        else if (typeof value !== 'number' || Number.isNaN(value))
          push(out, mixHash(hash ^ MISSING_SALT) & mask, 1, name);
        else if (encoding === 'raw')
          push(out, mixHash(hash) & mask, Math.min(Math.max(value, -LARGEST_RAW), LARGEST_RAW), name);
        else encodeNumber(state, { name, hash, value: clip(value) }, out, mode);
      }
      push(out, BIAS_SLOT, 1, '(bias)');
    },
  };
}

/** Edges move only when the number of values seen has doubled: a bin keeps its meaning, and its weight. */
function learnColumn(column: ColumnState, value: number, bins: number): void {
  learnScale(column.scale, value);
  addToReservoir(column.reservoir, value);
  const { seen } = column.reservoir;
  if (seen >= 32 && (seen & (seen - 1)) === 0) column.edges = quantileEdges(column.reservoir, bins);
}

/** Infinity is read as the largest number there is. */
function clip(value: number): number {
  return Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);
}

function push(out: SparseVector, slot: number, value: number, name: string): void {
  const at = out.size++;
  out.slots[at] = slot;
  out.values[at] = value;
  if (out.names !== null) out.names[at] = name;
}
