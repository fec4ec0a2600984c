import { hashString } from '../statistics/hash-string.ts';
import { createMemo } from './memo.ts';

/** Names price categories and hashes them. */
export interface PriceCategories {
  /** `EUR home`: currency and first level of a category path. */
  readonly nameOf: (currency: string, path: string) => string;
  /** The hash that orders them: the names with the lowest hashes are a fair sample of any set. */
  readonly hashOf: (name: string) => number;
  /** Of a full sample the highest hash in it, remembered beside it while it is being folded into. */
  readonly highestKept: WeakMap<object, number>;
}

const memoLimit = 4_096;
const longestName = 64;

/** Creates an index of price categories; it remembers, and forgetting changes no answer. */
export function createPriceCategories(): PriceCategories {
  const byCurrency = createMemo(64, (currency: string) =>
    createMemo(memoLimit, (path: string) => {
      const end = path.indexOf('/');
      return `${currency} ${path.slice(0, end < 0 ? longestName : Math.min(longestName, end))}`;
    }),
  );
  return {
    nameOf: (currency, path) => byCurrency(currency)(path),
    hashOf: createMemo(memoLimit, (name) => hashString(name)),
    highestKept: new WeakMap(),
  };
}
