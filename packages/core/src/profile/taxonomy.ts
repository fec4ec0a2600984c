import type { TagReading } from './interest.ts';

/** The sum of the tags at and below one level of a taxonomy. */
export interface TaxonomyReading {
  readonly family: string;
  /** From the top down to this level: `home/kitchen`. */
  readonly path: string;
  /** 1 for the top. */
  readonly level: number;
  readonly count: number;
  readonly weight: number;
  readonly fast: number;
  readonly slow: number;
  /** `weight` as a share of the positive weight of its level in its family, 0–1. */
  readonly share: number;
  /** 1 for the heaviest of its level. */
  readonly rank: number;
}

/**
 * Rolls tags up their taxonomies: `home/kitchen/mugs` counts for `home`, `home/kitchen` and itself.
 *
 * Summed when read, so a profile keeps leaves only. Of each family and level, heaviest first; input of any order.
 */
export function rollUpTags(tags: readonly TagReading[]): readonly TaxonomyReading[] {
  const sums = new Map<string, TaxonomySum>();
  for (const tag of tags) {
    const levels = tag.value.split('/');
    for (let level = 1; level <= levels.length; level++) {
      const path = levels.slice(0, level).join('/');
      const key = `${tag.family}\t${path}`;
      const sum = sums.get(key) ?? { family: tag.family, path, level, count: 0, weight: 0, fast: 0, slow: 0 };
      sums.set(key, sum);
      sum.count += tag.count;
      sum.weight += tag.weight;
      sum.fast += tag.fast;
      sum.slow += tag.slow;
    }
  }
  const byLevel = new Map<string, TaxonomySum[]>();
  for (const sum of sums.values()) {
    const key = `${sum.family}\t${sum.level}`;
    const level = byLevel.get(key) ?? [];
    byLevel.set(key, level);
    level.push(sum);
  }
  return [...byLevel.values()].flatMap(rankLevel);
}

type TaxonomySum = { -readonly [K in keyof Omit<TaxonomyReading, 'share' | 'rank'>]: TaxonomyReading[K] };

function rankLevel(sums: readonly TaxonomySum[]): readonly TaxonomyReading[] {
  const total = sums.reduce((all, sum) => all + Math.max(0, sum.weight), 0);
  return [...sums]
    .sort((a, b) => b.weight - a.weight || (a.path < b.path ? -1 : 1))
    .map((sum, i) => ({ ...sum, share: total > 0 ? Math.max(0, sum.weight) / total : 0, rank: i + 1 }));
}
