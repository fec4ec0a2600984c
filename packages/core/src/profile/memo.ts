/**
 * Remembers what a pure function answered, for at most `limit` arguments; when full it forgets them all and starts over.
 *
 * Categories, brands and user agents repeat; cleaning one takes longer than everything else that folding an event
 * does. An index, not state: forgetting changes no answer.
 */
export function createMemo<K extends string | number, T>(
  limit: number,
  compute: (argument: K) => T,
): (argument: K) => T {
  const known = new Map<K, T>();
  return (argument) => {
    const found = known.get(argument);
    if (found !== undefined || known.has(argument)) {
      // The map holds what compute answered, which may be `undefined`.
      return found as T;
    }
    if (known.size >= limit) known.clear();
    const answer = compute(argument);
    known.set(argument, answer);
    return answer;
  };
}
