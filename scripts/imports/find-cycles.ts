/**
 * Finds import cycles: every file that can reach itself is on one of those answered, and each is the shortest way round
 * from its first file. `imports` maps each file to the files it imports; a file that is no key imports nothing.
 */
export function findCycles(imports: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const cycles: (readonly string[])[] = [];
  const reported = new Set<string>();
  for (const start of [...imports.keys()].sort(compareText)) {
    if (reported.has(start)) continue;
    const cycle = shortestWayBack(start, imports);
    if (cycle === undefined) continue;
    cycles.push(cycle);
    for (const file of cycle) reported.add(file);
  }
  return cycles;
}

/** Breadth-first, so the first way back to `start` is a shortest one. */
function shortestWayBack(
  start: string,
  imports: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const next of imports.get(file) ?? []) {
      if (next === start) return [...pathTo(file, start, cameFrom), start];
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, file);
      queue.push(next);
    }
  }
  return undefined;
}

function pathTo(file: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const path = [file];
  let current: string | undefined = file;
  while (current !== start) {
    current = cameFrom.get(current);
    if (current === undefined) throw new Error(`no way from ${start} to ${file}`);
    path.unshift(current);
  }
  return path;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
