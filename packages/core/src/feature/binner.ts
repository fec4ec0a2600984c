import type { FeatureValue } from '../models/online-model.ts';
import { binOf, quantileEdges } from './bin.ts';
import { addToReservoir, createReservoir, type ReservoirState } from './reservoir.ts';
import { claimColumn, type Transformer } from './transformer.ts';

/** A sample of one number, and the inner edges of its bins. */
export interface BinnerColumn {
  readonly name: string;
  readonly sample: ReservoirState;
  edges: number[];
}

/** State of a binner: about 3.3 kB a feature, at most 256 features. */
export interface BinnerState {
  readonly columns: BinnerColumn[];
}

/** Numbers seen before the first edges are cut. */
const FIRST_CUT = 32;

/**
 * Turns every number into a category, the quantile bin it falls in (`bin 0` is the lowest), cut from a uniform
 * sample of the stream; edges move only when the count of numbers seen has doubled, so that a bin keeps its meaning.
 * Before 32 numbers all are `bin 0`. What is no number passes unchanged.
 *
 * @example
 * const binner = createBinner({ bins: 4 });
 * const state = binner.create();
 * for (let i = 0; i < 64; i++) binner.learnOne(state, { pages: i });
 * binner.transformOne(state, { pages: 60 }); // { pages: 'bin 3' }
 */
export function createBinner(options: { readonly bins?: number } = {}): Transformer<BinnerState> {
  const { bins = 12 } = options;
  return {
    name: 'binner',
    create: () => ({ columns: [] }),
    transformOne({ columns }, input) {
      const binned: Record<string, FeatureValue> = Object.create(null);
      for (const name of Object.keys(input)) {
        const value = input[name];
        const edges = columns.find((known) => known.name === name)?.edges ?? [];
        binned[name] =
          typeof value !== 'number' || Number.isNaN(value) ? value : `bin ${binOf(edges, value)}`;
      }
      return binned;
    },
    learnOne(state, input) {
      for (const name of Object.keys(input)) {
        const value = input[name];
        if (typeof value !== 'number' || Number.isNaN(value)) continue;
        const column = claimColumn(state.columns, name, () => ({
          name,
          sample: createReservoir(1),
          edges: [],
        }));
        if (column === undefined) continue;
        addToReservoir(column.sample, value);
        const { seen } = column.sample;
        if (seen >= FIRST_CUT && (seen & (seen - 1)) === 0) column.edges = quantileEdges(column.sample, bins);
      }
      return state;
    },
  };
}
