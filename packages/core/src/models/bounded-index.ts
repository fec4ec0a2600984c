/** Places of an empty index; a power of two. */
const FIRST_PLACES = 16;

/**
 * Gives names (users, items, tags) the numbers of bounded slots; when full, a name not touched since the
 * clock's hand last passed makes room (second chance, Corbató 1968): close to least-recently-used at one flag a slot.
 *
 * An open-addressed hash table in a plain array (linear probing: Knuth, TAOCP vol. 3, 6.4): an object used as a dictionary
 * costs several times as much for names that come fresh from the wire, and cannot hold every name. A look-up reads
 * one place and one name, since memory that is far away is what costs. Bytes: about 35 per name and the name itself.
 */
export interface BoundedIndex {
  /** Name by slot. */
  readonly names: string[];
  /** At most half full: 0 = free, else 2 · (slot + 1), and 1 more when the slot was touched since the hand passed. */
  places: number[];
  /** The slot at which the hand stands. */
  hand: number;
  /** The place claimed last: people come in bursts, and comparing one name is cheaper than hashing it. */
  recent: number;
}

/** An index that knows no name. */
export function createBoundedIndex(): BoundedIndex {
  return { names: [], places: new Array<number>(FIRST_PLACES).fill(0), hand: 0, recent: 0 };
}

/** The slot of a name, or −1. */
export function findSlot(index: BoundedIndex, name: string): number {
  return slotAt(index, placeOf(index, name));
}

/**
 * The slot of a name, given to it if it has none. Answers the bitwise complement `~slot` (negative) when the
 * slot is new or was taken from another name, so that the caller clears what it keeps there.
 */
export function claimSlot(index: BoundedIndex, name: string, capacity: number): number {
  const known = placeOf(index, name);
  const entry = index.places[known] ?? 0;
  if (entry !== 0) {
    if ((entry & 1) === 0) index.places[known] = entry | 1;
    index.recent = known;
    return slotAt(index, known);
  }
  const { names } = index;
  const slot = names.length < capacity ? names.length : freeSlot(index);
  names[slot] = name;
  if (2 * names.length > index.places.length) {
    growPlaces(index);
  } else {
    index.recent = placeOf(index, name);
    index.places[index.recent] = 2 * (slot + 1);
  }
  return ~slot;
}

/** The place that holds a name, or the free one where it belongs. */
function placeOf(index: BoundedIndex, name: string): number {
  const { names, places, recent } = index;
  const latest = places[recent] ?? 0;
  if (latest !== 0 && names[(latest >> 1) - 1] === name) return recent;
  const last = places.length - 1;
  let place = hashName(name) & last;
  for (let entry = places[place] ?? 0; entry !== 0; entry = places[place] ?? 0) {
    if (names[(entry >> 1) - 1] === name) break;
    place = (place + 1) & last;
  }
  return place;
}

/** The slot that a place holds, −1 when it is free. */
function slotAt({ places }: BoundedIndex, place: number): number {
  return ((places[place] ?? 0) >> 1) - 1;
}

/** Twice as many places; nobody keeps a flag but those who had it. */
function growPlaces(index: BoundedIndex): void {
  const before = index.places;
  index.places = new Array<number>(before.length * 2).fill(0);
  const flags = new Map(before.map((entry) => [(entry >> 1) - 1, entry & 1]));
  index.names.forEach((name, slot) => {
    index.recent = 0;
    const place = placeOf(index, name);
    index.places[place] = 2 * (slot + 1) + (flags.get(slot) ?? 0);
    index.recent = place;
  });
}

/** Moves the hand to a slot that was not touched, takes that out of its place and answers it. */
function freeSlot(index: BoundedIndex): number {
  const { names, places } = index;
  for (;;) {
    const slot = index.hand;
    index.hand = (slot + 1) % names.length;
    const place = placeOf(index, names[slot] ?? '');
    const entry = places[place] ?? 0;
    if ((entry & 1) === 0) {
      leave(index, place);
      return slot;
    }
    places[place] = entry - 1;
  }
}

/** Frees a place, and moves up those behind it that would no longer be found (Knuth's algorithm R). */
function leave({ names, places }: BoundedIndex, place: number): void {
  const last = places.length - 1;
  let free = place;
  places[free] = 0;
  for (let at = (free + 1) & last; places[at] !== 0; at = (at + 1) & last) {
    const entry = places[at] ?? 0;
    const home = hashName(names[(entry >> 1) - 1] ?? '') & last;
    if (((at - home) & last) < ((at - free) & last)) continue;
    places[free] = entry;
    places[at] = 0;
    free = at;
  }
}

/** FNV-1a over UTF-16 units, mixed once more: names are short, and the stronger hash would cost the most here. */
function hashName(name: string): number {
  // As a signed number: an unsigned one would go through the loop as a double.
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) ^ (hash >>> 13);
}
