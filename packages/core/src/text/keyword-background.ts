/** In how many of the pages seen so far each word occurs: plain data, bounded by its capacity. */
export interface KeywordBackground {
  /** Pages, halved with the counts whenever the table is full, so that old pages slowly lose their say. */
  readonly pages: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** Nothing seen yet. */
export const EMPTY_KEYWORD_BACKGROUND: KeywordBackground = { pages: 0, counts: {} };

const DEFAULT_CAPACITY = 5_000;

/**
 * Counts one page's words, each once. When more than `capacity` words are known all counts are halved and words
 * seen once are forgotten, again until there is room: rare words are rare again, which is all the background is
 * asked.
 */
export function foldPageWords(
  background: KeywordBackground,
  words: readonly string[],
  capacity = DEFAULT_CAPACITY,
): KeywordBackground {
  const counts = new Map(Object.entries(background.counts));
  for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  let pages = background.pages + 1;
  while (counts.size > capacity) {
    pages /= 2;
    for (const [word, count] of counts) {
      if (count < 2) counts.delete(word);
      else counts.set(word, count / 2);
    }
  }
  return { pages, counts: Object.fromEntries(counts) };
}

/**
 * Inverse document frequency ln((1 + pages)/(1 + pages with the word)) + 1: 1 for a word on every page (Spärck
 * Jones, 1972, smoothed).
 */
export function rarityOf(background: KeywordBackground, word: string): number {
  const seen = Object.hasOwn(background.counts, word) ? (background.counts[word] ?? 0) : 0;
  return Math.log((1 + background.pages) / (1 + Math.min(seen, background.pages))) + 1;
}
