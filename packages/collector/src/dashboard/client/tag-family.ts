/** The families that have a colour, in the order in which they are listed. */
const known: readonly string[] = [
  'category',
  'search',
  'product',
  'brand',
  'topic',
  'author',
  'price',
  'weekday',
  'hour',
  'device',
];

/** Families that say when, how and for how much, not what somebody likes. */
const circumstances: readonly string[] = ['price', 'weekday', 'hour', 'device'];

/** Whether tags of the family are interests. */
export function isInterest(family: string): boolean {
  return !circumstances.includes(family);
}

/** Where a family is listed; those that nobody knows come last. */
export function familyRank(family: string): number {
  const at = known.indexOf(family);
  return at < 0 ? known.length : at;
}

/** The name of a family's colour in dashboard.css; never the family's own text, which anybody can choose. */
export function familyColor(family: string): string {
  return known.includes(family) ? family : 'other';
}
