import { hashString } from '../statistics/hash-string.ts';

/** One arm of an experiment. */
export interface Variant {
  readonly name: string;
  /** Share relative to the other variants', ≥ 0; default 1. */
  readonly weight?: number;
}

/** What {@link assignVariant} needs to know of an experiment. */
export interface Allocation {
  /** Changing it reshuffles everyone. */
  readonly id: string;
  /** The order matters: a changed weight moves only units near the changed border. */
  readonly variants: readonly Variant[];
  /** Share of units that take part, 0 … 1; default 1. Raising it moves nobody who is already in. */
  readonly trafficRate?: number;
}

const HASH_RANGE = 2 ** 32;
/** Entry and arm are drawn apart, so that the arms stay balanced at every traffic rate. */
const ENTRY_SEED = 0x1e41;

/**
 * The variant of a unit (a visitor or user id), or undefined when the unit takes no part or no variant has weight.
 *
 * Deterministic and equal in browser and server: MurmurHash3 of the unit id, seeded by the hash of the experiment's
 * id, so assignments of two experiments are independent (tested). Nothing is stored.
 *
 * @example
 * assignVariant({ id: 'checkout-2', variants: [{ name: 'control' }, { name: 'short' }] }, 'visitor-1'); // 'control'
 */
export function assignVariant(allocation: Allocation, unitId: string): string | undefined {
  const { id, variants, trafficRate = 1 } = allocation;
  const seed = hashString(id);
  if (trafficRate < 1 && hashString(unitId, seed ^ ENTRY_SEED) >= trafficRate * HASH_RANGE) return undefined;
  let total = 0;
  for (const { weight = 1 } of variants) total += Math.max(0, weight);
  let left = (hashString(unitId, seed) / HASH_RANGE) * total;
  for (const { name, weight = 1 } of variants) {
    left -= Math.max(0, weight);
    if (left < 0) return name;
  }
  return undefined;
}
