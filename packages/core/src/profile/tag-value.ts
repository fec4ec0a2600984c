import type { TextTransform } from './tag-rule.ts';

/** Characters of a tag's value; a longer one is cut. */
export const tagValueLength = 128;

/** Turns what an event holds into the value of a tag; `undefined` when there is nothing to tag. */
export function tagValue(found: unknown, transform: TextTransform): string | undefined {
  if (transform === 'price-band') {
    const price = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
    return typeof price === 'number' && Number.isFinite(price) && price >= 0 ? priceBand(price) : undefined;
  }
  if (typeof found !== 'string' && typeof found !== 'number') return undefined;
  const text = typeof found === 'string' ? found.trim() : String(found);
  const value = transform === 'text' ? text : transform === 'lower' ? fold(text) : taxonomyPath(text);
  return value === '' ? undefined : cut(value);
}

/** The band of a price on a 1–2–5 scale, both ends of it: 19.9 is in `10-20`, 20 in `20-50`, below 1 is `0-1`. */
export function priceBand(price: number): string {
  // Walked rather than computed by logarithms: log10(1000) is 2.9999999999999996 in floating point.
  let band = 0;
  while (price >= (bandEnds[band] ?? Number.POSITIVE_INFINITY)) band++;
  return bandNames[band] ?? topBand;
}

// biome-ignore format: a ladder reads better than a column
const bandEnds: readonly number[] = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000,
  1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000, 50_000_000, 100_000_000, 200_000_000, 500_000_000,
  1_000_000_000,
];

/** Written out, because making a name takes longer than finding it. */
const bandNames: readonly string[] = [
  '0-1',
  '1-2',
  '2-5',
  '5-10',
  '10-20',
  '20-50',
  '50-100',
  '100-200',
  '200-500',
  '500-1000',
  '1000-2000',
  '2000-5000',
  '5000-10000',
  '10000-20000',
  '20000-50000',
  '50000-100000',
  '100000-200000',
  '200000-500000',
  '500000-1000000',
  '1000000-2000000',
  '2000000-5000000',
  '5000000-10000000',
  '10000000-20000000',
  '20000000-50000000',
  '50000000-100000000',
  '100000000-200000000',
  '200000000-500000000',
  '500000000-1000000000',
];

const topBand = '1000000000+';

function taxonomyPath(text: string): string {
  return text
    .split(/[>/]/)
    .map(fold)
    .filter((level) => level !== '')
    .join('/');
}

function fold(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Cuts to the bound without leaving half of a surrogate pair behind. */
function cut(text: string): string {
  if (text.length <= tagValueLength) return text;
  const code = text.charCodeAt(tagValueLength - 1);
  return text.slice(0, code >= 0xd800 && code <= 0xdbff ? tagValueLength - 1 : tagValueLength);
}
