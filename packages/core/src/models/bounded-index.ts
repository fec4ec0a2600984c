/** Buckets of an empty index; a power of two. */
const FIRST_BUCKETS = 16;

/**
 * Gives names (users, items, tags) the numbers of bounded slots; when full, a name not touched since the
 * clock's hand last passed makes room (second chance, Corbató 1968): close to least-recently-used at one flag a slot.
 *
 * A chained hash table in plain arrays: an object used as a dictionary costs several times as much for names
 * that come fresh from the wire, and cannot hold every name. Bytes: about 40 per name and the name itself.
 */
export interface BoundedIndex {
  /** Name and its hash by slot. */
  readonly names: string[];
  readonly hashes: number[];
  /** First slot of each bucket, and the slot after a slot in its bucket; both plus one, 0 = none. */
  heads: number[];
  readonly next: number[];
  /** 1 when the slot was touched since the hand passed. */
  readonly touched: number[];
  hand: number;
  /** The slot claimed last: people come in bursts, and comparing one name is cheaper than hashing it. */
  recent: number;
}

/** An index that knows no name. */
export function createBoundedIndex(): BoundedIndex {
  return {
    names: [],
    hashes: [],
    heads: new Array<number>(FIRST_BUCKETS).fill(0),
    next: [],
    touched: [],
    hand: 0,
    recent: 0,
  };
}

/** The slot of a name, or −1. */
export function findSlot(index: BoundedIndex, name: string): number {
  if (index.names[index.recent] === name) return index.recent;
  return findHashed(index, name, hashName(name));
}

/**
 * The slot of a name, given to it if it has none. Answers the bitwise complement `~slot` (negative) when the
 * slot is new or was taken from another name, so that the caller clears what it keeps there.
 */
export function claimSlot(index: BoundedIndex, name: string, capacity: number): number {
  if (index.names[index.recent] === name) {
    index.touched[index.recent] = 1;
    return index.recent;
  }
  const hash = hashName(name);
  const known = findHashed(index, name, hash);
  if (known >= 0) {
    index.touched[known] = 1;
    index.recent = known;
    return known;
  }
  const { names, hashes, touched } = index;
  if (names.length >= index.heads.length && names.length < capacity) growBuckets(index);
  const slot = names.length < capacity ? names.length : freeSlot(index);
  names[slot] = name;
  hashes[slot] = hash;
  touched[slot] = 0;
  index.recent = slot;
  link(index, slot);
  return ~slot;
}

function findHashed(index: BoundedIndex, name: string, hash: number): number {
  const { heads, next, hashes, names } = index;
  let slot = (heads[hash & (heads.length - 1)] ?? 0) - 1;
  while (slot >= 0) {
    if (hashes[slot] === hash && names[slot] === name) return slot;
    slot = (next[slot] ?? 0) - 1;
  }
  return -1;
}

function link(index: BoundedIndex, slot: number): void {
  const bucket = (index.hashes[slot] ?? 0) & (index.heads.length - 1);
  index.next[slot] = index.heads[bucket] ?? 0;
  index.heads[bucket] = slot + 1;
}

function unlink(index: BoundedIndex, slot: number): void {
  const { heads, next, hashes } = index;
  const bucket = (hashes[slot] ?? 0) & (heads.length - 1);
  let before = (heads[bucket] ?? 0) - 1;
  if (before === slot) {
    heads[bucket] = next[slot] ?? 0;
    return;
  }
  while (before >= 0 && next[before] !== slot + 1) before = (next[before] ?? 0) - 1;
  if (before >= 0) next[before] = next[slot] ?? 0;
}

function growBuckets(index: BoundedIndex): void {
  index.heads = new Array<number>(index.heads.length * 2).fill(0);
  for (let slot = 0; slot < index.names.length; slot += 1) link(index, slot);
}

function freeSlot(index: BoundedIndex): number {
  const { names, touched } = index;
  while (touched[index.hand] === 1) {
    touched[index.hand] = 0;
    index.hand = (index.hand + 1) % names.length;
  }
  const slot = index.hand;
  index.hand = (index.hand + 1) % names.length;
  unlink(index, slot);
  return slot;
}

/** FNV-1a over UTF-16 units, mixed once more: names are short, and the stronger hash would cost the most here. */
function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) ^ (hash >>> 13);
}
