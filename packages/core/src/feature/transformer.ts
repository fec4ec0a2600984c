import type { Features } from '../models/online-model.ts';

/**
 * Preprocessing as a set of pure-by-contract functions over plain state, as models are (after river's
 * `transform_one`/`learn_one`): what a transformer needs to know of the stream it learns online.
 *
 * - `State` is JSON-safe and bounded; a JSON round trip continues bit for bit.
 * - `transformOne` never changes the state, and answers finite numbers for finite input.
 * - `learnOne` updates the state in place and returns it. Transform first, then learn: a row must not be judged
 *   by statistics that it is part of.
 * - The order in which features are named never matters.
 */
export interface Transformer<State, Output = Features> {
  /** Kebab-case name. */
  readonly name: string;
  /** A state that has seen nothing. */
  create(): State;
  /** The features as the next step is to read them. */
  transformOne(state: State, input: Features): Output;
  /** Takes one row in, in place; returns the same state. */
  learnOne(state: State, input: Features): State;
}

/** Features with a state of their own in one transformer; later names pass unchanged (memory bound). */
export const MOST_COLUMNS = 256;
/** Longer names pass unchanged: they would be kept in the state. */
export const LONGEST_NAME = 200;

/**
 * The column kept for a name; made by `make` when there is room for it, undefined otherwise.
 *
 * A list and not an object by name: `__proto__` is a name like any other, and JSON keeps the order of a list.
 */
export function claimColumn<Column extends { readonly name: string }>(
  columns: Column[],
  name: string,
  make: (name: string) => Column,
): Column | undefined {
  const known = columns.find((column) => column.name === name);
  if (known !== undefined || columns.length >= MOST_COLUMNS || name.length > LONGEST_NAME) return known;
  const made = make(name);
  columns.push(made);
  return made;
}
