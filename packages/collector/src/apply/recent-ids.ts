/** Remembers the ids of events that were taken in lately; a hint, never the truth. */
export interface RecentIds {
  readonly has: (eventId: string) => boolean;
  readonly add: (eventId: string) => void;
}

/**
 * Creates an empty memory of `slots` places (a power of two; default 2^19, 2 MB).
 *
 * Each id has one place, by one hash, where its other hash is kept until another id needs the place: of the last 50,000
 * ids nine in ten are known. A set of the ids themselves would cost a microsecond an event, and the garbage collector as
 * much again.
 */
export function createRecentIds(slots = 2 ** 19): RecentIds {
  const marks = new Int32Array(slots);
  const mask = slots - 1;
  let place = 0;
  let mark = 0;
  /** Two hashes after Fowler, Noll and Vo (FNV-1a, 32 bits), with different primes and starts. */
  function locate(eventId: string): void {
    let a = 0x811c9dc5;
    let b = 0x2f0b4a27;
    for (let i = 0; i < eventId.length; i++) {
      const code = eventId.charCodeAt(i);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b ^ code, 0x85ebca6b);
    }
    // The low bits of a product never hear of the high ones.
    place = (a ^ (a >>> 15)) & mask;
    // 0 is an empty place.
    mark = b | 1;
  }
  return {
    has: (eventId) => {
      locate(eventId);
      return marks[place] === mark;
    },
    add: (eventId) => {
      locate(eventId);
      marks[place] = mark;
    },
  };
}
