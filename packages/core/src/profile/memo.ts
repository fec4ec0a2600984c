/**
 * Remembers what a pure function answered, for at most `limit` texts; when full it forgets them all and starts over.
 *
 * Categories, brands and user agents repeat; cleaning one takes longer than everything else that folding an event
 * does. An index, not state: forgetting changes no answer.
 */
export function createMemo<T>(limit: number, compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined || known.has(text)) {
      // The map holds what compute answered, which may be `undefined`.
      return found as T;
    }
    if (known.size >= limit) known.clear();
    const answer = compute(text);
    known.set(text, answer);
    return answer;
  };
}
