import { hashString } from '../statistics/hash-string.ts';
import { createMemo } from './memo.ts';
import { tagValue } from './tag-value.ts';

/** Among which prices a price is compared: `EUR home`, of currency and first level of the category's path. */
export interface PriceCategory {
  readonly name: string;
  /** Orders them: the names with the lowest hashes are a fair sample of any set. */
  readonly hash: number;
}

/** Finds price categories. */
export interface PriceCategories {
  /** The one of a product, by its currency and its category as sent. */
  readonly of: (currency: string, category: string) => PriceCategory;
  /** The full sample that was folded into last, and the highest hash in it; a memory. */
  readonly full: { prices: object | undefined; highestHash: number };
}

const memoLimit = 4_096;
const currencyMemoLimit = 64;
const longestName = 64;

/** Creates an index of price categories; it remembers, and forgetting changes no answer. */
export function createPriceCategories(): PriceCategories {
  const byCurrency = createMemo(currencyMemoLimit, (currency: string) =>
    createMemo(memoLimit, (category: string) => {
      const path = tagValue(category, 'taxonomy') ?? '';
      const end = path.indexOf('/');
      return priceCategory(
        `${currency} ${path.slice(0, end < 0 ? longestName : Math.min(longestName, end))}`,
      );
    }),
  );
  return {
    of: (currency, category) => byCurrency(currency)(category),
    full: { prices: undefined, highestHash: 0 },
  };
}

/** A price category by its name. */
export function priceCategory(name: string): PriceCategory {
  return { name, hash: hashString(name) };
}
