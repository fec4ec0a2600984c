const LARGEST_UNIT = 2 ** 60;

/** How often items were touched lately, by slot, in units of `unit` (forward decay). Bytes: 8 per item. */
export interface ItemPopularity {
  readonly weights: number[];
  unit: number;
  /** Sum of all weights. */
  total: number;
}

/** Nothing was touched. */
export function createItemPopularity(): ItemPopularity {
  return { weights: [], unit: 1, total: 0 };
}

/** Counts one touch of the item in a slot; all earlier ones now count `2^(−1/halfLife)` of what they did. */
export function touchItem(state: ItemPopularity, slot: number, halfLife: number): void {
  state.unit *= 2 ** (1 / halfLife);
  state.weights[slot] = (state.weights[slot] ?? 0) + state.unit;
  state.total += state.unit;
  if (state.unit < LARGEST_UNIT) return;
  for (let i = 0; i < state.weights.length; i += 1) state.weights[i] = (state.weights[i] ?? 0) / state.unit;
  state.total /= state.unit;
  state.unit = 1;
}

/** Forgets the item in a slot. */
export function clearPopularity(state: ItemPopularity, slot: number): void {
  state.total -= state.weights[slot] ?? 0;
  state.weights[slot] = 0;
}

/** The item's share of all recent touches, 0–1. */
export function popularityShare(state: ItemPopularity, slot: number): number {
  return state.total > 0 ? (state.weights[slot] ?? 0) / state.total : 0;
}
