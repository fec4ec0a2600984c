/**
 * A writable view of a plain state type.
 *
 * A batch of events is folded into one private copy of the profile, which is then handed out as readonly: copying
 * once a batch instead of once an event is what makes a fold cost microseconds.
 */
export type Draft<T> = { -readonly [K in keyof T]: Draft<T[K]> };

/** A map without a prototype: names that users send (`constructor`, `__proto__`) are plain keys in it. */
export function createMap<T>(): Record<string, T> {
  // An object without a prototype is an empty record of anything.
  return Object.create(null) as Record<string, T>;
}

/** Copies a map one level deep, each entry by `copy`, into one without a prototype. */
export function copyMap<T, U>(map: Readonly<Record<string, T>>, copy: (entry: T) => U): Record<string, U> {
  const copied = createMap<U>();
  for (const key of Object.keys(map)) {
    // Own keys of the map hold entries.
    copied[key] = copy(map[key] as T);
  }
  return copied;
}
