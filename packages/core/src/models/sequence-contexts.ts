/** How far back a session is looked at; older symbols no longer matter and would cost time. */
const WINDOW = 64;
const LONGEST_RUN = 20;

/** What is remembered of a session, each part hashed to the key of one row of counts. */
export const SEQUENCE_CONTEXTS = [
  'order 0',
  'order 1',
  'order 2',
  'order 3',
  'order 4',
  'order 5',
  'order 7',
  'run length',
  'distinct pages',
  'pages seen',
  'run and position',
  'pages seen and position',
  'the last time here',
  'the last time here and path',
] as const;

/** What {@link describeSequence} writes. */
export interface SequenceDescription {
  /** One non-zero 32-bit key per entry of {@link SEQUENCE_CONTEXTS}. */
  readonly keys: Int32Array;
  /** The last symbol plus one (0 at the start) and how often it has just been repeated (0 … 20). */
  last: number;
  run: number;
  /** The symbol before that run, plus one (0 when there is none). */
  before: number;
}

/** Room for one description, to be filled again and again. */
export function createSequenceDescription(): SequenceDescription {
  return { keys: new Int32Array(SEQUENCE_CONTEXTS.length), last: 0, run: 0, before: 0 };
}

/**
 * Describes the session so far (oldest first) by its last symbols, by how long the last one has been repeated
 * and what came before it, by the set of everything seen, by the position in the session, and by what happened when
 * the last symbol was there before: people come back to a page to go on as they did.
 */
export function describeSequence(history: readonly number[], into: SequenceDescription): void {
  const end = history.length;
  const start = Math.max(0, end - WINDOW);
  const at = (age: number): number => (end - age < start ? 0 : (history[end - age] ?? 0) + 1);
  const last = at(1);
  let run = 0;
  while (run < LONGEST_RUN && run < end - start && at(run + 1) === last) run += 1;
  // The pages before the present run, each run of equal pages counted once.
  let age = run + 1;
  const before = at(age);
  while (age <= end - start && at(age) === before) age += 1;
  const beforeThat = at(age);
  let seen = 0;
  let seenHash = 0;
  for (let i = start; i < end; i += 1) {
    const symbol = history[i] ?? 0;
    if (symbol < 32) seen |= 1 << symbol;
    else seenHash |= 1 << (symbol & 31);
  }
  const all = mix(seen, seenHash);
  const position = end < 9 ? end : 8 + Math.min(7, Math.floor(Math.log2(end)));
  // The run of the last symbol before the present one: its length, and what came next (0 when there was none).
  let left = run + 1;
  while (left <= end - start && at(left) !== last) left += 1;
  const nextThen = left <= end - start ? at(left - 1) : 0;
  let runThen = 0;
  while (nextThen > 0 && runThen < LONGEST_RUN && at(left + runThen) === last) runThen += 1;

  const { keys } = into;
  let filled = 0;
  const put = (hash: number): void => {
    keys[filled] = finish(hash, filled);
    filled += 1;
  };
  let suffix = 0;
  for (let order = 0; order <= 7; order += 1) {
    if (order !== 6) put(suffix);
    suffix = mix(suffix, at(order + 1));
  }
  const path = mix(last, before);
  put(mix(path, run));
  put(mix(mix(path, beforeThat), Math.min(run, 4)));
  put(mix(all, last));
  put(mix(mix(path, Math.min(run, 3)), position));
  put(mix(mix(mix(all, last), before), Math.min(end, 9)));
  const then = mix(last, nextThen);
  put(mix(mix(then, Math.min(run, 8)), Math.min(runThen, 8)));
  put(mix(mix(mix(then, before), Math.min(run, 5)), Math.min(runThen, 5)));
  into.last = last;
  into.run = run;
  into.before = before;
}

function mix(hash: number, value: number): number {
  const h = Math.imul(hash ^ (value + 0x7f4a7c15), 0x9e3779b1);
  return h ^ (h >>> 15);
}

function finish(hash: number, context: number): number {
  let h = Math.imul(hash + context + 1, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h ^ (context << 24), 0xc2b2ae35);
  h ^= h >>> 16;
  return h === 0 ? 1 : h;
}
