/** One line of `likeness doctor`. */
export interface Check {
  /** What was looked at: `fsync`, `partitions`. */
  readonly name: string;
  /** `warn`: it works, and will hurt one day; `fail`: events can be lost or cannot be taken. */
  readonly state: 'ok' | 'warn' | 'fail';
  /** What was found. */
  readonly found: string;
  /** What to do about it; absent when it is well. */
  readonly advice?: string;
}

/** A check that found all well. */
export function ok(name: string, found: string): Check {
  return { name, state: 'ok', found };
}

/** A check that found something to do; the advice is a sentence. */
export function warn(name: string, found: string, advice: string): Check {
  return { name, state: 'warn', found, advice };
}

/** A check that found events in danger; the advice is a sentence. */
export function fail(name: string, found: string, advice: string): Check {
  return { name, state: 'fail', found, advice };
}
