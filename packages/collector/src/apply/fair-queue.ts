/** Things that wait, each with its sender and the room that it takes. */
export interface FairQueue<T> {
  /** Puts something in behind everything else of its sender. */
  readonly add: (item: T, sender: number) => void;
  /** Takes the next thing: senders take turns, and each has its own things in order. `undefined` when nothing waits. */
  readonly take: () => T | undefined;
}

/** Creates an empty queue in which a sender of many things does not keep the others waiting. */
export function createFairQueue<T>(): FairQueue<T> {
  // A Map keeps the order of insertion: the first sender is the one whose turn it is.
  const waiting = new Map<number, T[]>();
  return {
    add: (item, sender) => {
      const own = waiting.get(sender);
      if (own === undefined) waiting.set(sender, [item]);
      else own.push(item);
    },
    take: () => {
      for (const [sender, own] of waiting) {
        const item = own.shift();
        waiting.delete(sender);
        if (own.length > 0) waiting.set(sender, own);
        return item;
      }
      return undefined;
    },
  };
}

/** Who holds how much of something that is shared. */
export interface FairShares {
  /** What is held in all. */
  readonly total: () => number;
  /** Whether a sender may hold so much more, where there is `limit` of it; who holds nothing may hold one thing of any size. */
  readonly mayHold: (sender: number, amount: number, limit: number) => boolean;
  /** Counts what a sender takes, or gives back when it is negative. */
  readonly hold: (sender: number, amount: number) => void;
}

/** Senders together may exceed the limit by this factor: the first to come filled it, and had no one to leave room for. */
const overdraft = 2;

/** Creates shares that nobody holds anything of: each sender may have the limit divided by the number of senders. */
export function createFairShares(): FairShares {
  const held = new Map<number, number>();
  let total = 0;
  return {
    total: () => total,
    mayHold: (sender, amount, limit) => {
      if (total >= overdraft * limit) return false;
      const own = held.get(sender);
      return own === undefined || own + amount <= limit / held.size;
    },
    hold: (sender, amount) => {
      const own = (held.get(sender) ?? 0) + amount;
      total += amount;
      if (own === 0) held.delete(sender);
      else held.set(sender, own);
    },
  };
}
