import { type BoundedIndex, claimSlot, createBoundedIndex } from './bounded-index.ts';

const TAGS_PER_ITEM = 16;
/** How many of the latest items make up the present taste, and the weight of each against the one after it. */
const MEMORY = 20;
const RECENCY = 0.9;

/** What items are about: tag slots by item slot. Bytes: at most 128 per item and about 60 per tag. */
export interface ItemTags {
  readonly index: BoundedIndex;
  readonly tagsOf: number[][];
}

/** No item is about anything. */
export function createItemTags(): ItemTags {
  return { index: createBoundedIndex(), tagsOf: [] };
}

/** Says what the item in a slot is about; the newest statement wins. */
export function describeItem(state: ItemTags, slot: number, tags: readonly string[], maxTags: number): void {
  state.tagsOf[slot] = tags.slice(0, TAGS_PER_ITEM).map((tag) => {
    const claimed = claimSlot(state.index, tag, maxTags);
    return claimed < 0 ? ~claimed : claimed;
  });
}

/** The taste of the latest items (slots, oldest first; −1 is skipped): weights by tag slot that sum to 1 per item. */
export function tasteOf(state: ItemTags, slots: readonly number[]): Float64Array {
  const taste = new Float64Array(state.index.names.length);
  let weight = 1;
  let total = 0;
  for (let age = 0; age < MEMORY && age < slots.length; age += 1) {
    for (const tag of state.tagsOf[slots[slots.length - 1 - age] ?? -1] ?? []) {
      taste[tag] = (taste[tag] ?? 0) + weight;
    }
    total += weight;
    weight *= RECENCY;
  }
  for (let tag = 0; tag < taste.length && total > 0; tag += 1) taste[tag] = (taste[tag] ?? 0) / total;
  return taste;
}

/** How well an item fits a taste: `Σ_tags taste / √tags`, 0 when it has no tags; content-based, as cosine. */
export function tagFit(state: ItemTags, slot: number, taste: Float64Array): number {
  const tags = state.tagsOf[slot];
  if (!tags || tags.length === 0) return 0;
  let sum = 0;
  for (const tag of tags) sum += taste[tag] ?? 0;
  return sum / Math.sqrt(tags.length);
}

/** Share of tags two items have in common (Jaccard), 0–1. */
export function sharedTags(state: ItemTags, left: number, right: number): number {
  const a = state.tagsOf[left] ?? [];
  const b = state.tagsOf[right] ?? [];
  const shared = a.filter((tag) => b.includes(tag)).length;
  return shared === 0 ? 0 : shared / (a.length + b.length - shared);
}
