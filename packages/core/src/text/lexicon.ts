/** Words with the feeling they carry, in one language: plain data, kept in a module of its own. */
export interface Lexicon {
  /**
   * From a valence (−4 … 4, 0 for a word that shields the shorter ones inside it) to words separated by blanks;
   * `_` stands for the blank inside a phrase of at most three words.
   */
  readonly valences: Readonly<Record<string, string>>;
  /** Words that turn what follows: "not". */
  readonly negators: string;
  /** Words that strengthen the next one: "very". */
  readonly intensifiers: string;
  /** Words that weaken the next one: "slightly". */
  readonly diminishers: string;
  /** Words after which the writer says what counts: "but". */
  readonly contrasts: string;
  /** Endings and what to put in their place when the word itself is not listed. */
  readonly suffixes?: readonly (readonly [ending: string, replacement: string])[];
}
