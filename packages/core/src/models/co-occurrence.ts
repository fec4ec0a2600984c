import { collectContributions } from './contributions.ts';
import {
  claimItem,
  createItemCatalogue,
  findItem,
  type ItemCatalogue,
  itemId,
  itemName,
  slotOfItem,
} from './item-catalogue.ts';
import { addBatch, createNeighbourBatch, pushAddition } from './neighbour-batch.ts';
import { NEIGHBOUR_CELLS } from './neighbour-row.ts';
import {
  ageNeighbours,
  clearNeighbours,
  createNeighbourTable,
  type NeighbourTable,
} from './neighbour-table.ts';
import type { ItemisedModel } from './online-model.ts';

/** Settings of {@link createCoOccurrence}. */
export interface CoOccurrenceOptions {
  /** How many earlier items a new one is counted together with; default 10. */
  readonly window?: number;
  /** Co-occurrence falls with distance to this power; default 0.8. */
  readonly distancePower?: number;
  /** How much more "b came after a" counts than "a came before b"; default 4. */
  readonly forward?: number;
  /** Weight of a history item against the one after it; default 0.8. */
  readonly recency?: number;
  /** History items that are asked for neighbours; default 50. */
  readonly memory?: number;
  /** How much items lose that are everywhere: 0 = nothing, 0.5 = cosine similarity; default 0.3. */
  readonly temper?: number;
  /** What the fast weights count against the slow ones; default 0.5. */
  readonly fastShare?: number;
  /** Events after which a fast weight has halved; default 10,000. */
  readonly halfLife?: number;
  /** Items kept at most; default 20,000. */
  readonly maxItems?: number;
  /** Neighbours kept per item; default 500. */
  readonly maxNeighbours?: number;
}

/** State of {@link createCoOccurrence}. */
export interface CoOccurrenceState {
  readonly catalogue: ItemCatalogue;
  readonly neighbours: NeighbourTable;
}

/** One item, how much speaks for it, and the item of the history that spoke loudest. */
export interface RelatedItem {
  readonly item: string;
  readonly score: number;
  readonly because: string;
}

/** Added to the totals of a row, so that what was seen once is not taken for a law. */
const PSEUDO_COUNT = 5;

/**
 * Settings that make {@link createCoOccurrence} plain item-based collaborative filtering: cosine similarity over
 * the whole recent history, no order, no decay (Sarwar et al., WWW 2001).
 */
export const itemBasedFilter: CoOccurrenceOptions = {
  window: 50,
  distancePower: 0,
  forward: 1,
  recency: 1,
  temper: 0.5,
  fastShare: 0,
};

/**
 * What goes with what: items that were touched close to each other, counted with `1 / distance^0.8`, forward
 * pairs more than backward ones, plainly and with decay (two speeds), and read for a whole history.
 *
 * `score(k) = Σ_j recency^age(j) · Σ_speed c_jk / ((n_j + 5)^0.3 · (n_k + 5)^0.3)`, the sum over the last items `j`;
 * item-to-item filtering of Linden, Smith, York (2003) with a window, recency and direction. Input: the user's
 * items so far, oldest first. Label: the next item. Prediction: every related item, best first, the history
 * itself left out. Explanation: what each item of the history gives to the score of one. Bytes: about `40 · maxNeighbours` per item.
 *
 * @example
 * const model = createCoOccurrence();
 * const state = model.create();
 * model.learnOne(state, ['tent'], 'stove');
 * model.predictOne(state, ['tent']); // [{ item: 'stove', because: 'tent', score: … }]
 */
export function createCoOccurrence(
  options: CoOccurrenceOptions = {},
): ItemisedModel<CoOccurrenceState, readonly string[], RelatedItem[], string, string> {
  const {
    window = 10,
    distancePower = 0.8,
    forward = 4,
    halfLife = 10_000,
    maxItems = 20_000,
    maxNeighbours = 500,
  } = options;
  const weights = Array.from({ length: window }, (_, distance) => (distance + 1) ** -distancePower);
  const keep = 2 ** (-1 / halfLife);
  const batch = createNeighbourBatch(2 * window);

  /** The slot of an item, its row cleared when it is new there. */
  const claimRow = ({ catalogue, neighbours }: CoOccurrenceState, item: string): number => {
    const claimed = claimItem(catalogue, item, maxItems);
    if (claimed >= 0) return claimed;
    // What is still to be added was meant for the item that had the row.
    addBatch(neighbours, batch, maxNeighbours);
    clearNeighbours(neighbours, ~claimed);
    return ~claimed;
  };

  return {
    name: 'co-occurrence',
    version: 2,
    create: () => ({ catalogue: createItemCatalogue(), neighbours: createNeighbourTable() }),
    predictOne(state, history) {
      const { slots, scores, because } = scoreRelated(state, history, options);
      const seen = new Set(history);
      const related: RelatedItem[] = [];
      for (const slot of slots) {
        const item = itemName(state.catalogue, slot);
        if (seen.has(item)) continue;
        const reason = itemName(state.catalogue, because[slot] ?? slot);
        related.push({ item, score: scores[slot] ?? 0, because: reason });
      }
      return related.sort((a, b) => b.score - a.score || (a.item < b.item ? -1 : 1));
    },
    learnOne(state, history, label) {
      const { catalogue, neighbours } = state;
      const item = claimRow(state, label);
      const id = itemId(catalogue, item);
      const last = history.length - 1;
      for (let distance = 0; distance < window && distance <= last; distance += 1) {
        const weight = weights[distance] ?? 0;
        const before = claimRow(state, history[last - distance] ?? '');
        // A claim can take the slot of the label itself when the catalogue is smaller than the window.
        if (before === item || slotOfItem(catalogue, id) < 0) continue;
        pushAddition(batch, before, id, weight * forward);
        pushAddition(batch, item, itemId(catalogue, before), weight);
      }
      addBatch(neighbours, batch, maxNeighbours);
      ageNeighbours(neighbours, keep);
      return state;
    },
    explainOne(state, history, item) {
      const slot = findItem(state.catalogue, item);
      let total = 0;
      const contributions = collectContributions((add) => {
        for (let age = 0; slot >= 0 && age < history.length; age += 1) {
          // One item alone scores as it does in the whole, but for its age.
          const name = history[history.length - 1 - age] ?? '';
          const amount = (scoreRelated(state, [name], options).scores[slot] ?? 0) * weightOfAge(age, options);
          total += amount;
          if (amount !== 0) add(name, amount);
        }
      });
      return { prediction: total, total, unit: 'value', contributions };
    },
  };
}

/** What an item of the history counts when `age` others came after it. */
function weightOfAge(age: number, { recency = 0.8, memory = 50 }: CoOccurrenceOptions): number {
  return age < memory ? recency ** age : 0;
}

/** Items related to a history: scores by slot, 0 for all others, and which slots those are. */
export interface RelatedScores {
  readonly slots: readonly number[];
  readonly scores: Float64Array;
  /** By slot, the slot of the history item that gave it the most. */
  readonly because: Int32Array;
}

/** Scores all items related to a history. */
export function scoreRelated(
  { catalogue, neighbours }: CoOccurrenceState,
  history: readonly string[],
  options: CoOccurrenceOptions = {},
): RelatedScores {
  const { recency = 0.8, memory = 50, temper = 0.3, fastShare = 0.5 } = options;
  const tempered = (total: number): number => (total + PSEUDO_COUNT) ** -temper;
  const size = catalogue.generations.length;
  const scores = new Float64Array(size);
  const fastScores = new Float64Array(size);
  const largest = new Float64Array(size);
  const because = new Int32Array(size);
  const slots: number[] = [];
  const { unit } = neighbours;
  let weight = 1;
  for (let age = 0; age < memory && age < history.length; age += 1) {
    const row = findItem(catalogue, history[history.length - 1 - age] ?? '');
    const cells = row < 0 ? [] : (neighbours.rows[row] ?? []);
    const slowWeight = weight * tempered(neighbours.slowTotals[row] ?? 0);
    const fastWeight = (fastShare * weight * tempered((neighbours.fastTotals[row] ?? 0) / unit)) / unit;
    for (let at = 0; at < cells.length; at += NEIGHBOUR_CELLS) {
      const slot = slotOfItem(catalogue, cells[at] ?? -1);
      if (slot < 0) continue;
      const amount = slowWeight * (cells[at + 1] ?? 0);
      if (largest[slot] === 0) slots.push(slot);
      scores[slot] = (scores[slot] ?? 0) + amount;
      fastScores[slot] = (fastScores[slot] ?? 0) + fastWeight * (cells[at + 2] ?? 0);
      if (amount > (largest[slot] ?? 0)) {
        largest[slot] = amount;
        because[slot] = row;
      }
    }
    weight *= recency;
  }
  for (const slot of slots) {
    scores[slot] =
      (scores[slot] ?? 0) * tempered(neighbours.slowTotals[slot] ?? 0) +
      (fastScores[slot] ?? 0) * tempered((neighbours.fastTotals[slot] ?? 0) / unit);
  }
  return { slots, scores, because };
}
