import type { AssociationRule } from './association-rules.ts';
import {
  claimItem,
  createItemCatalogue,
  findItem,
  type ItemCatalogue,
  itemId,
  itemName,
  slotOfItem,
} from './item-catalogue.ts';
import { NEIGHBOUR_CELLS } from './neighbour-row.ts';
import {
  addNeighbour,
  clearNeighbours,
  createNeighbourTable,
  type NeighbourTable,
} from './neighbour-table.ts';
import type { ItemisedModel } from './online-model.ts';
import { measureRule } from './rule-measures.ts';

/** Settings of {@link createPairRules}. */
export interface PairRuleOptions {
  /** Items kept at most; default 20,000. */
  readonly maxItems?: number;
  /** Partners kept per item; default 500. */
  readonly maxPartners?: number;
}

/** State of {@link createPairRules}. */
export interface PairRuleState {
  baskets: number;
  readonly catalogue: ItemCatalogue;
  /** Baskets per item slot. */
  readonly counts: number[];
  readonly pairs: NeighbourTable;
}

/**
 * Association rules with one item on either side, kept up with every item put into a basket.
 *
 * Input: the basket so far (distinct items). Label: the item added; an empty basket starts a new one. Prediction:
 * for each item that is not in the basket its best rule from one that is, highest confidence first. Explanation: the
 * one item that the confidence comes from. Counts are
 * exact until an item has more than `maxPartners` partners, then an upper bound (Space-Saving). Bytes: about
 * `24 · maxPartners` per item.
 *
 * @example
 * const model = createPairRules();
 * const state = model.create();
 * model.learnOne(state, [], 'tea');
 * model.learnOne(state, ['tea'], 'milk');
 * model.predictOne(state, ['tea']); // [{ left: ['tea'], right: 'milk', confidence: 1, … }]
 */
export function createPairRules(
  options: PairRuleOptions = {},
): ItemisedModel<PairRuleState, readonly string[], AssociationRule[], string, string> {
  const { maxItems = 20_000, maxPartners = 500 } = options;
  const model: ItemisedModel<PairRuleState, readonly string[], AssociationRule[], string, string> = {
    name: 'pair-rules',
    version: 2,
    create: () => ({
      baskets: 0,
      catalogue: createItemCatalogue(),
      counts: [],
      pairs: createNeighbourTable(),
    }),
    predictOne(state, basket) {
      const { catalogue, counts, pairs, baskets } = state;
      const inside = new Set(basket);
      const best = new Map<string, AssociationRule>();
      for (const name of inside) {
        const row = findItem(catalogue, name);
        const partners = pairs.rows[row] ?? [];
        for (let at = 0; at < partners.length; at += NEIGHBOUR_CELLS) {
          const slot = slotOfItem(catalogue, partners[at] ?? -1);
          const right = itemName(catalogue, slot);
          if (slot < 0 || inside.has(right)) continue;
          const left = counts[row] ?? 0;
          // A bound may exceed the truth, but no pair is in more baskets than its items.
          const both = Math.min(partners[at + 1] ?? 0, left, counts[slot] ?? 0);
          const known = best.get(right);
          if (known && known.confidence >= both / left) continue;
          best.set(right, {
            left: [name],
            right,
            ...measureRule({ both, left, right: counts[slot] ?? 0, baskets }),
          });
        }
      }
      return [...best.values()].sort((a, b) => b.confidence - a.confidence || (a.right < b.right ? -1 : 1));
    },
    learnOne(state, basket, label) {
      if (basket.length === 0) state.baskets += 1;
      const item = claimRow(state, label, maxItems);
      state.counts[item] = (state.counts[item] ?? 0) + 1;
      const id = itemId(state.catalogue, item);
      for (const name of basket) {
        const other = findItem(state.catalogue, name);
        if (other < 0 || other === item) continue;
        addNeighbour(state.pairs, item, { id: itemId(state.catalogue, other), weight: 1 }, maxPartners);
        addNeighbour(state.pairs, other, { id, weight: 1 }, maxPartners);
      }
      return state;
    },
    explainOne(state, basket, item) {
      const rule = model.predictOne(state, basket).find(({ right }) => right === item);
      const total = rule?.confidence ?? 0;
      const contributions = rule?.left.map((name) => ({ name, amount: total })) ?? [];
      return { prediction: total, total, unit: 'probability', contributions };
    },
  };
  return model;
}

function claimRow(state: PairRuleState, item: string, maxItems: number): number {
  const claimed = claimItem(state.catalogue, item, maxItems);
  if (claimed >= 0) return claimed;
  clearNeighbours(state.pairs, ~claimed);
  state.counts[~claimed] = 0;
  return ~claimed;
}
