/** The families that have a colour, in the order in which they are listed. */
const known: readonly string[] = [
  'category',
  'search',
  'search-term',
  'product',
  'brand',
  'topic',
  'author',
  'price',
  'weekday',
  'hour',
  'device',
];

/** Families that say when, how and for how much, not what somebody likes, and the words of searches, which repeat them. */
const notInterests: readonly string[] = ['price', 'weekday', 'hour', 'device', 'search-term'];

/** Whether tags of the family are interests in their own right. */
export function isInterest(family: string): boolean {
  return !notInterests.includes(family);
}

/** Where a family is listed; those that nobody knows come last. */
export function familyRank(family: string): number {
  const at = known.indexOf(family);
  return at < 0 ? known.length : at;
}

/** The name of a family's colour in styles/likeness.css; never the family's own text, which anybody can choose. */
export function familyColor(family: string): string {
  return known.includes(family) ? family : 'other';
}
