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
  // Events of one visit ask for the same user agent, currency or time zone again and again.
  let last: K | undefined;
  let lastAnswer: T | undefined;
  return (argument) => {
    if (argument !== last) {
      lastAnswer = known.get(argument);
      if (lastAnswer === undefined && !known.has(argument)) {
        if (known.size >= limit) known.clear();
        lastAnswer = compute(argument);
        known.set(argument, lastAnswer);
      }
      last = argument;
    }
    // What compute answered to this argument, which may be `undefined`.
    return lastAnswer as T;
  };
}
