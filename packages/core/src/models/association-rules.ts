import { measureRule, type RuleMeasures } from './rule-measures.ts';

/** "Who buys all of `left` buys `right` too." */
export interface AssociationRule extends RuleMeasures {
  readonly left: readonly string[];
  readonly right: string;
}

/** Settings of {@link mineAssociationRules}. */
export interface MiningOptions {
  /** Least share of baskets that must hold the whole rule; default 0.01. */
  readonly minSupport?: number;
  /** Least confidence; default 0.1. */
  readonly minConfidence?: number;
  /** Items of a rule at most, both sides together; default 3. */
  readonly maxItems?: number;
}

/**
 * All association rules of a list of baskets that reach the given support and confidence, exactly; highest
 * confidence first, then support. An item counts once per basket.
 *
 * Depth first over vertical bitsets (Eclat: Zaki 2000): each item is the set of its baskets as bits, an itemset the
 * intersection, its count the number of set bits; support only falls, so a rare set ends its branch.
 *
 * @example
 * mineAssociationRules([['tea', 'milk'], ['tea', 'milk'], ['tea']], { minSupport: 0.5 });
 * // milk → tea with confidence 1, tea → milk with confidence 2/3
 */
export function mineAssociationRules(
  baskets: readonly (readonly string[])[],
  options: MiningOptions = {},
): AssociationRule[] {
  const { minSupport = 0.01, minConfidence = 0.1, maxItems = 3 } = options;
  const least = Math.max(1, Math.ceil(minSupport * baskets.length - 1e-9));
  const items = frequentItems(baskets, least);
  const counts = new Map<string, number>();
  const sets: number[][] = [];
  const extend = (set: readonly number[], bits: Uint32Array, from: number): void => {
    for (let i = from; i < items.length; i += 1) {
      const item = items[i];
      if (!item) continue;
      const both = set.length === 0 ? item.bits : intersect(bits, item.bits);
      const count = set.length === 0 ? item.count : countBits(both);
      if (count < least) continue;
      const longer = [...set, i];
      counts.set(longer.join(), count);
      if (longer.length > 1) sets.push(longer);
      if (longer.length < maxItems) extend(longer, both, i + 1);
    }
  };
  extend([], new Uint32Array(0), 0);

  const rules: AssociationRule[] = [];
  for (const set of sets) {
    for (const right of set) {
      const left = set.filter((item) => item !== right);
      // Every part of a frequent set is frequent, so both counts are there.
      const measures = measureRule({
        both: counts.get(set.join()) ?? 0,
        left: counts.get(left.join()) ?? 0,
        right: counts.get(`${right}`) ?? 0,
        baskets: baskets.length,
      });
      if (measures.confidence < minConfidence) continue;
      const nameOf = (item: number): string => items[item]?.name ?? '';
      rules.push({ left: left.map(nameOf), right: nameOf(right), ...measures });
    }
  }
  return rules.sort((a, b) => b.confidence - a.confidence || b.support - a.support);
}

interface FrequentItem {
  readonly name: string;
  readonly bits: Uint32Array;
  readonly count: number;
}

function frequentItems(baskets: readonly (readonly string[])[], least: number): FrequentItem[] {
  const words = Math.ceil(baskets.length / 32);
  const bitsOf = new Map<string, Uint32Array>();
  for (const [b, basket] of baskets.entries()) {
    for (const name of basket) {
      const bits = bitsOf.get(name) ?? new Uint32Array(words);
      bitsOf.set(name, bits);
      bits[b >>> 5] = (bits[b >>> 5] ?? 0) | (1 << (b & 31));
    }
  }
  return [...bitsOf]
    .map(([name, bits]) => ({ name, bits, count: countBits(bits) }))
    .filter(({ count }) => count >= least)
    .sort((a, b) => a.count - b.count || (a.name < b.name ? -1 : 1));
}

function intersect(a: Uint32Array, b: Uint32Array): Uint32Array {
  const both = new Uint32Array(a.length);
  for (let i = 0; i < a.length; i += 1) both[i] = (a[i] ?? 0) & (b[i] ?? 0);
  return both;
}

/** Population count of every word, after Warren, "Hacker's Delight", 5-1. */
function countBits(bits: Uint32Array): number {
  let count = 0;
  for (const word of bits) {
    let x = word - ((word >>> 1) & 0x55555555);
    x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
    count += Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
