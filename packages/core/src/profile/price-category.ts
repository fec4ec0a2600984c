import { hashString } from '../statistics/hash-string.ts';
import { createMemo } from './memo.ts';

/** Names price categories and puts them in the order of their hashes. */
export interface PriceCategories {
  /** `EUR home`: currency and first level of a category path. */
  readonly nameOf: (currency: string, path: string) => string;
  /** Whether `a` comes before `b`: by hash, so that the first few of any set are a fair sample of it. */
  readonly isBefore: (a: string, b: string) => boolean;
}

const memoLimit = 4_096;
const longestName = 64;

/** Creates an index of price categories; it remembers, and forgetting changes no answer. */
export function createPriceCategories(): PriceCategories {
  const hashOf = createMemo(memoLimit, (name) => hashString(name));
  const byCurrency = createMemo(64, (currency) =>
    createMemo(memoLimit, (path) => {
      const end = path.indexOf('/');
      return `${currency} ${path.slice(0, end < 0 ? longestName : Math.min(longestName, end))}`;
    }),
  );
  return {
    nameOf: (currency, path) => byCurrency(currency)(path),
    isBefore(a, b) {
      const difference = hashOf(a) - hashOf(b);
      return difference < 0 || (difference === 0 && a < b);
    },
  };
}
