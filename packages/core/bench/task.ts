/** One scored figure of one task, with what it must and should reach. */
export interface TaskRow {
  readonly task: string;
  readonly metric: string;
  readonly value: number;
  readonly must: number;
  readonly goal?: number;
  readonly better: 'higher' | 'lower';
  readonly reference?: string;
  readonly seconds: number;
  /** The seed, or all seeds of which the figure is the mean; left out where nothing is random. */
  readonly seed?: number | readonly number[];
}

/** What one task measured. */
export interface TaskResult {
  readonly rows: readonly TaskRow[];
  /** Dotted keys for the final JSON line. */
  readonly json: Readonly<Record<string, number>>;
  /** Other models on the same task, losers included. */
  readonly comparisons: readonly {
    readonly task: string;
    readonly model: string;
    readonly figures: Readonly<Record<string, number>>;
  }[];
}

/** The folder with the files of the data README. */
export type DataFolder = { readonly path: string };

/** A test needs only the scored rows of a task; the benchmark also wants what they are compared with. */
export type TaskScope = 'rows-only' | 'with-comparisons';
