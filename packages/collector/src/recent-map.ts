/** A map of bounded size that forgets what was not used for long. */
export interface RecentMap<K, V> {
  readonly get: (key: K) => V | undefined;
  readonly set: (key: K, value: V) => void;
}

/**
 * Creates an empty map of at most `limit` entries; half as many, those that were used last, are held for certain.
 *
 * Two generations instead of one order of use: what is used moves to the younger one, and when that is full the older one
 * is forgotten as a whole. A `Map` whose entries are taken out and put in again at every use is rebuilt again and again, and
 * each that was given up keeps the garbage collector from freeing what it held (V8 links it to the next).
 */
export function createRecentMap<K, V extends {}>(limit: number): RecentMap<K, V> {
  let young = new Map<K, V>();
  let old = new Map<K, V>();
  const put = (key: K, value: V): void => {
    if (young.size >= limit / 2 && !young.has(key)) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  };
  return {
    get: (key) => {
      const value = young.get(key);
      if (value !== undefined) return value;
      const aged = old.get(key);
      if (aged !== undefined) put(key, aged);
      return aged;
    },
    set: put,
  };
}
