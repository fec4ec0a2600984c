/**
 * Gives communities that were found anew the numbers that they had before, as far as they are still the same: the pair
 * of an old and a new one that share most people goes first, and each number goes to one community. Those that are left
 * get numbers that were never used, from `next` on; larger communities get the lower ones.
 *
 * `found` and `before` are communities by person. Answers the number of each person's community, and the next number.
 */
export function matchCommunities(
  found: ReadonlyMap<string, number>,
  before: ReadonlyMap<string, number>,
  next: number,
): { readonly communityOf: ReadonlyMap<string, number>; readonly next: number } {
  const sizes = new Map<number, number>();
  const shared = new Map<string, { readonly old: number; readonly now: number; count: number }>();
  for (const [id, now] of found) {
    sizes.set(now, (sizes.get(now) ?? 0) + 1);
    const old = before.get(id);
    if (old === undefined) continue;
    const pair = shared.get(`${old} ${now}`);
    if (pair === undefined) shared.set(`${old} ${now}`, { old, now, count: 1 });
    else pair.count++;
  }
  const numbers = new Map<number, number>();
  const given = new Set<number>();
  const byCount = [...shared.values()].sort((a, b) => b.count - a.count || a.old - b.old || a.now - b.now);
  for (const { old, now } of byCount) {
    if (numbers.has(now) || given.has(old)) continue;
    numbers.set(now, old);
    given.add(old);
  }
  let unused = next;
  const bySize = [...sizes].sort(([a, sizeA], [b, sizeB]) => sizeB - sizeA || a - b);
  for (const [now] of bySize) if (!numbers.has(now)) numbers.set(now, unused++);
  // Every community of `found` has its number by now.
  const communityOf = new Map([...found].map(([id, now]) => [id, numbers.get(now) ?? 0]));
  return { communityOf, next: unused };
}
