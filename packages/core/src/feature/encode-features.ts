import type { Features } from '../models/online-model.ts';
import { binOf, quantileEdges } from './bin.ts';
import { hashText, joinHashes, mixHash } from './hash-slot.ts';
import { createNameMemory } from './name-memory.ts';
import { addToReservoir, createReservoir, type ReservoirState } from './reservoir.ts';
import { createScale, learnLogged, SCALE_LIMIT, type ScaleState, scaleLogged, signedLog } from './scale.ts';
import { addEntry, type SparseVector } from './sparse-vector.ts';

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

/** Values on the log scale are kept within this, so that no finite input can overflow a sum. */
const LARGEST_RAW = 1e9;
/** Longer names are encoded, but get no scale of their own: they would be kept in the state. */
const LONGEST_NAME = 200;
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

/** An encoder with the given settings. */
export function createFeatureEncoder(options: EncoderOptions): FeatureEncoder {
  const { encoding, bits, bins, maxColumns } = options;
  const mask = (1 << bits) - 1;
  const memory = createNameMemory();
  /** By position, the column that the number there had last time; whether it is its own is checked by its name. */
  const lastColumns: number[] = [];
  const places = encoding === 'raw' ? 0 : 2 ** Math.ceil(Math.log2(maxColumns * 2));

  /** The column of a number, made when there is none yet and room for it; undefined when there is no room. */
  const columnOf = (
    { columns, table }: EncoderState,
    { name, hash, position }: NamedFeature,
    mode: 'read' | 'learn',
  ): ColumnState | undefined => {
    const last = table.length - 1;
    let place = mixHash(hash) & last;
    for (let at = table[place] ?? 0; at > 0; at = table[place] ?? 0) {
      const column = columns[at - 1];
      if (column?.name === name) {
        if (position < maxColumns) lastColumns[position] = at - 1;
        return column;
      }
      place = (place + 1) & last;
    }
    if (mode === 'read' || columns.length >= maxColumns || name.length > LONGEST_NAME) return undefined;
    const column = { name, scale: createScale(), reservoir: createReservoir(hash), edges: [] };
    table[place] = columns.push(column);
    return column;
  };

  return {
    create: () => ({ columns: [], table: new Array<number>(places).fill(0) }),
    encode(state, features, out, mode) {
      out.size = 0;
      memory.begin();
      let position = 0;
      // No own-property check: it would take as long as all the rest, and plain objects inherit nothing enumerable.
      for (const name in features) {
        const value = features[name];
        const hash = memory.hashOf(name, position);
        let key = hash;
        let amount = 1;
        let bin = -1;
        if (typeof value === 'string') key = joinHashes(hash, hashText(value));
        else if (typeof value === 'boolean') key = hash ^ (value ? TRUE_SALT : FALSE_SALT);
        else if (typeof value !== 'number' || Number.isNaN(value)) key = hash ^ MISSING_SALT;
        else if (encoding === 'raw') amount = Math.min(Math.max(value, -LARGEST_RAW), LARGEST_RAW);
        else {
          const number = clip(value);
          let column = state.columns[lastColumns[position] ?? 0];
          if (column?.name !== name) column = columnOf(state, { name, hash, position }, mode);
          amount = signedLog(number);
          if (column === undefined) amount = Math.max(-SCALE_LIMIT, Math.min(SCALE_LIMIT, amount));
          else {
            if (mode === 'learn') learnColumn(column, number, amount, bins);
            amount = scaleLogged(column.scale, amount);
            if (encoding === 'binned') bin = binOf(column.edges, number);
          }
        }
        addEntry(out, mixHash(key) & mask, amount, name);
        if (bin >= 0) addEntry(out, mixHash(hash ^ (BIN_SALT + bin)) & mask, 1, name);
        position++;
      }
      addEntry(out, BIAS_SLOT, 1, '(bias)');
    },
  };
}

/** A feature, the hash of its name, and which of the example's features it is. */
interface NamedFeature {
  readonly name: string;
  readonly hash: number;
  readonly position: number;
}

/** Edges move only when the number of values seen has doubled: a bin keeps its meaning, and its weight. */
function learnColumn(column: ColumnState, value: number, logged: number, bins: number): void {
  learnLogged(column.scale, logged);
  addToReservoir(column.reservoir, value);
  const { seen } = column.reservoir;
  if (seen >= 32 && (seen & (seen - 1)) === 0) column.edges = quantileEdges(column.reservoir, bins);
}

/** Infinity is read as the largest number there is. */
function clip(value: number): number {
  return Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);
}
