/** Things that wait, each with its sender and the room that it takes. */
export interface FairQueue<T> {
  /** Puts something in behind everything else of its sender. */
  readonly add: (item: T, sender: number) => void;
  /** Takes the next thing: senders take turns, and each has its own things in order. `undefined` when nothing waits. */
  readonly take: () => T | undefined;
}

/** Creates an empty queue in which a sender of many things does not keep the others waiting. */
export function createFairQueue<T>(): FairQueue<T> {
  // A list for every sender there ever was; they are sites, so they are few.
  const lists = new Map<number, T[]>();
  /** The lists that are not empty, in the order of their turns. */
  const turns: T[][] = [];
  return {
    add: (item, sender) => {
      let own = lists.get(sender);
      if (own === undefined) {
        own = [];
        lists.set(sender, own);
      }
      if (own.length === 0) turns.push(own);
      own.push(item);
    },
    take: () => {
      const own = turns.shift();
      const item = own?.shift();
      if (own !== undefined && own.length > 0) turns.push(own);
      return item;
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
  let holders = 0;
  let total = 0;
  return {
    total: () => total,
    mayHold: (sender, amount, limit) => {
      if (total >= overdraft * limit) return false;
      const own = held.get(sender) ?? 0;
      return own === 0 || own + amount <= limit / holders;
    },
    hold: (sender, amount) => {
      const before = held.get(sender) ?? 0;
      const after = before + amount;
      total += amount;
      holders += Number(after !== 0) - Number(before !== 0);
      held.set(sender, after);
    },
  };
}
