import { type BoundedIndex, claimSlot, createBoundedIndex, findSlot } from './bounded-index.ts';
import { type ItemCatalogue, itemId, slotOfItem } from './item-catalogue.ts';

/** Items kept per user, and users kept per item: the latest. */
const KEPT = 50;
/** How many of a user's latest items look for similar users, and how many of those speak. */
const ASKED = 20;
const SPEAKERS = 40;

/** State of user-based collaborative filtering: who touched what lately, both ways round; newest last. */
export interface UserNeighbours {
  readonly users: BoundedIndex;
  /** Item ids by user slot. */
  readonly itemsOf: number[][];
  /** User slots by item slot. */
  readonly usersOf: number[][];
}

/** Nobody touched anything. */
export function createUserNeighbours(): UserNeighbours {
  return { users: createBoundedIndex(), itemsOf: [], usersOf: [] };
}

/** Records that a user touched the item in a catalogue slot. Bytes: at most 400 per user and per item. */
export function learnUserItem(
  state: UserNeighbours,
  catalogue: ItemCatalogue,
  { user, slot }: { readonly user: string; readonly slot: number },
  maxUsers: number,
): void {
  const claimed = claimSlot(state.users, user, maxUsers);
  const who = claimed < 0 ? ~claimed : claimed;
  const items = claimed < 0 ? [] : (state.itemsOf[who] ?? []);
  state.itemsOf[who] = items;
  const users = state.usersOf[slot] ?? [];
  state.usersOf[slot] = users;
  append(items, itemId(catalogue, slot));
  append(users, who);
}

/**
 * User-based collaborative filtering (Resnick et al., GroupLens 1994) on what people touched: users who share
 * a user's latest items, rarer items counting more, vote for their own latest items. Answers scores by item slot.
 */
export function scoreSimilarUsers(
  state: UserNeighbours,
  catalogue: ItemCatalogue,
  user: string,
): Float64Array {
  const scores = new Float64Array(catalogue.generations.length);
  const self = findSlot(state.users, user);
  const own = self < 0 ? [] : (state.itemsOf[self] ?? []);
  const similarity = new Map<number, number>();
  for (const id of own.slice(-ASKED)) {
    const users = state.usersOf[slotOfItem(catalogue, id)] ?? [];
    for (const other of users) {
      if (other !== self) similarity.set(other, (similarity.get(other) ?? 0) + 1 / Math.sqrt(users.length));
    }
  }
  const speakers = [...similarity].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, SPEAKERS);
  for (const [speaker, weight] of speakers) {
    const items = state.itemsOf[speaker] ?? [];
    for (const id of items) {
      const slot = slotOfItem(catalogue, id);
      if (slot >= 0) scores[slot] = (scores[slot] ?? 0) + weight / Math.sqrt(items.length);
    }
  }
  return scores;
}

/** Puts a number last in a list of distinct numbers, dropping the oldest of too many. */
function append(list: number[], value: number): void {
  const known = list.indexOf(value);
  if (known >= 0) list.splice(known, 1);
  else if (list.length >= KEPT) list.shift();
  list.push(value);
}
