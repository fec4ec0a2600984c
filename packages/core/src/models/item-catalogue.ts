import { type BoundedIndex, claimSlot, createBoundedIndex, findSlot } from './bounded-index.ts';

/** An item's id is its slot plus this times how often the slot has changed hands. */
const GENERATION = 2 ** 24;

/**
 * The items a recommender knows, in bounded slots. References to an item are kept as ids, which name the slot
 * *and* its generation: when a forgotten item's slot is given to a new one, old references go stale by themselves.
 */
export interface ItemCatalogue {
  readonly index: BoundedIndex;
  readonly generations: number[];
}

/** A catalogue that knows no item. */
export function createItemCatalogue(): ItemCatalogue {
  return { index: createBoundedIndex(), generations: [] };
}

/** The slot of an item, or −1. */
export function findItem(catalogue: ItemCatalogue, item: string): number {
  return findSlot(catalogue.index, item);
}

/** The slot of an item; `~slot` when it is new there and whatever was kept for the slot must be cleared. */
export function claimItem(catalogue: ItemCatalogue, item: string, capacity: number): number {
  const claimed = claimSlot(catalogue.index, item, capacity);
  if (claimed < 0) catalogue.generations[~claimed] = (catalogue.generations[~claimed] ?? -1) + 1;
  return claimed;
}

/** The reference to keep for the item in a slot. */
export function itemId(catalogue: ItemCatalogue, slot: number): number {
  return (catalogue.generations[slot] ?? 0) * GENERATION + slot;
}

/** The slot a reference means, or −1 when that item has been forgotten. */
export function slotOfItem(catalogue: ItemCatalogue, id: number): number {
  const slot = id % GENERATION;
  return (catalogue.generations[slot] ?? -1) * GENERATION + slot === id ? slot : -1;
}

/** The name of the item in a slot. */
export function itemName(catalogue: ItemCatalogue, slot: number): string {
  return catalogue.index.names[slot] ?? '';
}
