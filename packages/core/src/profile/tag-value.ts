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
  const text = String(found).trim();
  const value = transform === 'text' ? text : transform === 'lower' ? fold(text) : taxonomyPath(text);
  return value === '' ? undefined : cut(value);
}

/** The band of a price on a 1–2–5 scale, both ends of it: 19.9 is in `10-20`, 20 in `20-50`, below 1 is `0-1`. */
export function priceBand(price: number): string {
  if (price < 1) return '0-1';
  // The ladder is walked rather than computed by logarithms: log10(1000) is 2.9999999999999996 in floating point.
  for (let decade = 1; decade < 1e9; decade *= 10) {
    if (price < 2 * decade) return `${decade}-${2 * decade}`;
    if (price < 5 * decade) return `${2 * decade}-${5 * decade}`;
    if (price < 10 * decade) return `${5 * decade}-${10 * decade}`;
  }
  return '1000000000+';
}

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
