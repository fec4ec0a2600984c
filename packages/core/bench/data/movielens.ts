import type { DataFolder } from '../task.ts';
import { readCsv } from './read-csv.ts';

/** One rating; `at` in seconds. */
export interface Rating {
  readonly user: string;
  readonly item: string;
  readonly rating: number;
  readonly at: number;
  readonly tags: readonly string[];
}

/** Loads ml-latest-small in order of time, then user, then movie, each movie's genres as tags. */
export function loadMovieLens(data: DataFolder): Rating[] {
  const genres = new Map(
    readCsv(data, 'ml-latest-small/movies.csv.gz').rows.map((cells) => [
      cells[0] ?? '',
      (cells.at(-1) ?? '').split('|'),
    ]),
  );
  // One string per user and movie, as a service that has seen them before would hold them.
  const known = new Map<string, string>();
  const intern = (name: string): string => {
    const same = known.get(name) ?? name;
    known.set(same, same);
    return same;
  };
  return readCsv(data, 'ml-latest-small/ratings.csv.gz')
    .rows.map(([user = '', item = '', rating, at]) => ({
      user: intern(user),
      item: intern(item),
      rating: Number(rating),
      at: Number(at),
      tags: genres.get(item) ?? [],
    }))
    .sort((a, b) => a.at - b.at || Number(a.user) - Number(b.user) || Number(a.item) - Number(b.item));
}
