/** Gathers rows that belong together, while rows of other groups come in between. */
export interface GroupWindow<T> {
  /**
   * Adds a row to its group. `closed` are the groups that the window lets go because of it, oldest first; `refused`
   * says that the row came too late (its group was let go before) or that its group is full.
   */
  readonly add: (
    key: string,
    row: T,
  ) => { readonly closed: readonly (readonly T[])[]; readonly refused?: 'late' | 'full' };
  /** Lets all groups go, the one touched longest ago first. */
  readonly close: () => readonly (readonly T[])[];
}

/** Bounds of a window. */
export interface GroupWindowOptions {
  /** Groups that are open at once; beyond it the one touched longest ago is let go. Default 256. */
  readonly groups?: number;
  /** Rows of all open groups; as above. A single group may hold as many. Default 20,000. */
  readonly rows?: number;
  /** Keys of groups let go that are remembered, to recognise a row that comes too late. Default 100,000. */
  readonly closedKeys?: number;
}

/** Creates a window. What it answers depends on the rows since the oldest open group's first alone. */
export function createGroupWindow<T>(options: GroupWindowOptions = {}): GroupWindow<T> {
  const mostGroups = options.groups ?? 256;
  const mostRows = options.rows ?? 20_000;
  const mostClosedKeys = options.closedKeys ?? 100_000;
  // A Map keeps the order of insertion: a group that is touched is inserted anew, so the first is the oldest touched.
  const open = new Map<string, T[]>();
  const closedKeys = new Set<string>();
  let rows = 0;

  function letOldestGo(): readonly T[] {
    for (const [key, group] of open) {
      open.delete(key);
      rows -= group.length;
      closedKeys.add(key);
      if (closedKeys.size > mostClosedKeys) for (const oldest of closedKeys) return forget(oldest, group);
      return group;
    }
    throw new Error('no group is open');
  }

  function forget(key: string, group: readonly T[]): readonly T[] {
    closedKeys.delete(key);
    return group;
  }

  return {
    add: (key, row) => {
      const group = open.get(key);
      if (group === undefined && closedKeys.has(key)) return { closed: [], refused: 'late' };
      if (group !== undefined && group.length >= mostRows) return { closed: [], refused: 'full' };
      open.delete(key);
      open.set(key, group === undefined ? [row] : group);
      group?.push(row);
      rows++;
      const closed: (readonly T[])[] = [];
      while (open.size > mostGroups || (rows > mostRows && open.size > 1)) closed.push(letOldestGo());
      return { closed };
    },
    close: () => {
      const closed: (readonly T[])[] = [];
      while (open.size > 0) closed.push(letOldestGo());
      return closed;
    },
  };
}
