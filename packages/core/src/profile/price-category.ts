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
  /** The path of a category as sent, as the transform `taxonomy` makes it: one memory for the tag and for the price. */
  readonly pathOf: (category: string) => string | undefined;
  /** The one of a product, by its currency and its category as sent. */
  readonly of: (currency: string, category: string) => PriceCategory;
  /** The full sample that was folded into last, and the highest hash in it; a memory. */
  readonly full: { prices: object | undefined; highestHash: number };
}

const memoLimit = 4_096;
const longestName = 64;

/** Creates an index of price categories; it remembers, and forgetting changes no answer. */
export function createPriceCategories(): PriceCategories {
  const known = createMemo(
    memoLimit,
    (category: string): KnownCategory => ({
      path: tagValue(category, 'taxonomy'),
      currency: '',
      priced: undefined,
    }),
  );
  return {
    pathOf: (category) => known(category).path,
    of: (currency, category) => {
      const found = known(category);
      if (found.priced === undefined || found.currency !== currency) {
        found.currency = currency;
        found.priced = priceCategory(nameOf(currency, found.path ?? ''));
      }
      return found.priced;
    },
    full: { prices: undefined, highestHash: 0 },
  };
}

/** Most sites have one currency, so that of the last price is enough. */
interface KnownCategory {
  readonly path: string | undefined;
  currency: string;
  priced: PriceCategory | undefined;
}

function nameOf(currency: string, path: string): string {
  const end = path.indexOf('/');
  return `${currency} ${path.slice(0, end < 0 ? longestName : Math.min(longestName, end))}`;
}

/** A price category by its name. */
export function priceCategory(name: string): PriceCategory {
  return { name, hash: hashString(name) };
}
