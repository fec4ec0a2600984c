import { signedLog } from '../feature/scale.ts';
import type { Features } from '../models/online-model.ts';
import { hashString } from '../statistics/hash-string.ts';

/** A sparse input whose length is exactly 1, as parallel arrays; slots are distinct. */
export interface BoundedVector {
  readonly slots: readonly number[];
  readonly values: readonly number[];
  /** The feature each entry came from; of several that share a slot, the first by name. */
  readonly names: readonly string[];
}

/** Numbers are kept within ±8 on the signed logarithm's scale (±2,980) and then brought to ±2. */
const LARGEST_LOG = 8;
const LOG_SCALE = 4;
/** Bins per factor of two, coarse to fine: a coarse bin has many examples, a fine one follows a bend. */
const BINS_PER_OCTAVE = [0.25, 0.5, 1] as const;

/**
 * Encodes features without looking at other examples, which private and federated learning need: a scale or a
 * quantile learned from the data would itself tell something about the data, or differ from client to client.
 *
 * A number becomes its signed logarithm and indicators of exponential bins (⌊k·log₂|x|⌋ with its sign, and one for
 * 0), a category or truth an indicator, a missing value an indicator of its own; then a bias, and all is divided by
 * its Euclidean length, which bounds what one example can do to a model: its log-loss gradient is never longer than
 * 1.
 */
export function boundedVector(features: Features, bits: number): BoundedVector {
  const amounts = new Map<number, { value: number; name: string }>();
  const add = (name: string, slot: number, value: number): void => {
    const known = amounts.get(slot);
    if (known) known.value += value;
    else amounts.set(slot, { value, name });
  };
  const names = Object.keys(features).sort((a, b) => (a < b ? -1 : 1));
  for (const name of names) {
    const value = features[name];
    if (typeof value === 'number' && !Number.isNaN(value)) {
      const log = Math.min(LARGEST_LOG, Math.max(-LARGEST_LOG, signedLog(value)));
      add(name, slotOf(name, '', bits), log / LOG_SCALE);
      for (const perOctave of BINS_PER_OCTAVE) add(name, slotOf(name, binName(value, perOctave), bits), 1);
    } else if (value === null || value === undefined || typeof value === 'number') {
      add(name, slotOf(name, '(missing)', bits), 1);
    } else add(name, slotOf(name, `=${value}`, bits), 1);
  }
  add('(bias)', slotOf('(bias)', '', bits), 1);
  const entries = [...amounts];
  const length = Math.sqrt(entries.reduce((sum, [, { value }]) => sum + value * value, 0));
  return {
    slots: entries.map(([slot]) => slot),
    values: entries.map(([, { value }]) => value / (length || 1)),
    names: entries.map(([, { name }]) => name),
  };
}

function binName(value: number, perOctave: number): string {
  if (value === 0) return `${perOctave}:0`;
  const bin = Math.floor(perOctave * Math.log2(Math.abs(value)));
  return `${perOctave}:${value < 0 ? '-' : '+'}${bin}`;
}

/** The stable hash: clients of different releases must mean the same by a slot. */
function slotOf(name: string, value: string, bits: number): number {
  return hashString(value, hashString(name)) & (2 ** bits - 1);
}
