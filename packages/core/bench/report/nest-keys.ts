/** Numbers by name, nested to any depth. */
export type Nested = { [key: string]: number | Nested };

/** Turns `{ 'intent.auc': 1 }` into `{ intent: { auc: 1 } }`. */
export function nestKeys(flat: Readonly<Record<string, number>>): Nested {
  const nested: Nested = {};
  for (const [dotted, value] of Object.entries(flat)) {
    const path = dotted.split('.');
    const last = path.pop() ?? dotted;
    let at = nested;
    for (const step of path) {
      const next = at[step];
      if (typeof next === 'object') at = next;
      else {
        const made: Nested = {};
        at[step] = made;
        at = made;
      }
    }
    at[last] = value;
  }
  return nested;
}
