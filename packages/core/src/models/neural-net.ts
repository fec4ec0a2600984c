import type { Encoding } from '../feature/encode-features.ts';
import { mixHash } from '../feature/hash-slot.ts';
import type { SparseVector } from '../feature/sparse-vector.ts';
import { sigmoid } from './log-odds.ts';
import type { ExplainableModel, Features } from './online-model.ts';
import { createFeatureModel, type EncodedState, type SparseLearner } from './sparse-learner.ts';
import { clearRows, createChosenRows, moveRows, sumRows } from './weight-rows.ts';

/** State of the net; input weights lie in rows of `hidden` numbers, one row for each slot seen. */
export interface NeuralNetState {
  /** Row of each slot, counted from 1; 0 is a slot never seen, which says nothing. */
  readonly rowOf: number[];
  readonly inputs: number[];
  /** Sum over updates of the mean squared gradient of a row's weights. */
  readonly inputSquares: number[];
  /** Weights of the hidden units, then the bias. */
  readonly outputs: number[];
  readonly outputSquares: number[];
}

/** Settings of the net; every one has a default. */
export interface NeuralNetOptions {
  /** Hidden units; default 12. */
  readonly hidden?: number;
  /** AdaGrad rate; default 0.05. */
  readonly rate?: number;
  /** 2^bits slots; default 14. */
  readonly bits?: number;
  /** Slots with weights of their own; later ones share rows (memory bound). Default 1,024. */
  readonly maxRows?: number;
  /** Decides the first weights; default 1. */
  readonly seed?: number;
}

/** First weights are uniform within ± this. */
const FIRST_WEIGHT = 0.25;
/** Sums of squared gradients start here. */
const FIRST_SQUARES = 0.1;

/**
 * A net of one hidden layer on encoded vectors: score = b + Σⱼ vⱼ·φ(Σᵢ wᵢⱼ·xᵢ), φ(a) = a/√(1 + a²) (Carlile et al.
 * 2017), log loss, back-propagation, AdaGrad (Duchi, Hazan, Singer 2011) with one rate a row of input weights, from the mean
 * of their squared gradients. Gradients are checked by finite differences in the test.
 */
export function createNeuralNetLearner(options: NeuralNetOptions = {}): SparseLearner<NeuralNetState> {
  const { hidden = 12, rate = 0.05, bits = 14, maxRows = 1024, seed = 1 } = options;
  const units = new Float64Array(hidden);
  const slopes = new Float64Array(hidden);
  /** The rows of the input in hand: those that `score` found, which `learn` moves. */
  const rows = createChosenRows();

  const findRows = ({ rowOf }: NeuralNetState, { size, slots, values }: SparseVector): void => {
    clearRows(rows, size);
    const { begins, amounts } = rows;
    let known = 0;
    for (let i = 0; i < size; i++) {
      const row = rowOf[slots[i] ?? 0] ?? 0;
      if (row === 0) continue;
      begins[known] = (row - 1) * hidden;
      amounts[known] = values[i] ?? 0;
      known++;
    }
    rows.size = known;
  };
  const score = (state: NeuralNetState, input: SparseVector): number => {
    const { inputs, outputs } = state;
    findRows(state, input);
    sumRows(inputs, rows, units);
    let sum = outputs[hidden] ?? 0;
    for (let j = 0; j < hidden; j++) {
      const active = squash(units[j] ?? 0);
      units[j] = active;
      sum += active * (outputs[j] ?? 0);
    }
    return sum;
  };
  return {
    create: () => ({
      rowOf: new Array<number>(2 ** bits).fill(0),
      inputs: [],
      inputSquares: [],
      outputs: Array.from({ length: hidden + 1 }, (_, j) => (j < hidden ? firstWeight(seed, -1 - j) : 0)),
      outputSquares: new Array<number>(hidden + 1).fill(FIRST_SQUARES),
    }),
    score,
    learn(state, input, { score: predicted, label }) {
      const { inputs, inputSquares, outputs, outputSquares } = state;
      const opened = openRows(state, input);
      // New rows change the hidden units: work them out again.
      const error = sigmoid(opened ? score(state, input) : predicted) - label;
      let slopeSquares = 0;
      for (let j = 0; j <= hidden; j++) {
        const active = j < hidden ? (units[j] ?? 0) : 1;
        const weight = outputs[j] ?? 0;
        if (j < hidden) {
          const flat = 1 - active * active;
          const slope = error * weight * flat * Math.sqrt(flat);
          slopes[j] = slope;
          slopeSquares += slope * slope;
        }
        const gradient = error * active;
        const sum = (outputSquares[j] ?? 0) + gradient * gradient;
        outputSquares[j] = sum;
        outputs[j] = weight - (rate * gradient) / Math.sqrt(sum);
      }
      const { size, begins, amounts } = rows;
      for (let i = 0; i < size; i++) {
        const row = (begins[i] ?? 0) / hidden;
        const x = amounts[i] ?? 0;
        const sum = (inputSquares[row] ?? 0) + (x * x * slopeSquares) / hidden;
        inputSquares[row] = sum;
        amounts[i] = (rate * x) / Math.sqrt(sum);
      }
      moveRows(inputs, rows, slopes);
    },
    /**
     * Each unit's φ(a) is shared among the inputs in proportion to what each gave to a (the rescale rule of
     * DeepLIFT, Shrikumar et al. 2017, with the zero input as reference), so the shares sum to the score.
     */
    attribute(state, input, add) {
      score(state, input);
      const active = [...units];
      add('(bias)', state.outputs[hidden] ?? 0);
      for (let i = 0; i < input.size; i++) {
        const row = state.rowOf[input.slots[i] ?? 0] ?? 0;
        if (row === 0) continue;
        let amount = 0;
        for (let j = 0; j < hidden; j++) {
          const share = active[j] ?? 0;
          const given = (state.inputs[(row - 1) * hidden + j] ?? 0) * (input.values[i] ?? 0);
          amount += (state.outputs[j] ?? 0) * shareOf(share, sumInto(state, input, j)) * given;
        }
        add(input.names?.[i] ?? '', amount);
      }
    },
    raiseRate(state, factor) {
      for (const squares of [state.inputSquares, state.outputSquares])
        for (let i = 0; i < squares.length; i++)
          squares[i] = Math.max(FIRST_SQUARES, (squares[i] ?? 0) / (factor * factor));
    },
  };

  /** Gives weights to slots never seen; answers whether there were any. */
  function openRows(state: NeuralNetState, input: SparseVector): boolean {
    let opened = false;
    for (let i = 0; i < input.size; i++) {
      const slot = input.slots[i] ?? 0;
      if (state.rowOf[slot] !== 0) continue;
      openRow(state, slot);
      opened = true;
    }
    return opened;
  }

  function openRow(state: NeuralNetState, slot: number): void {
    const rows = state.inputs.length / hidden;
    if (rows >= maxRows) {
      state.rowOf[slot] = (slot % maxRows) + 1;
      return;
    }
    state.rowOf[slot] = rows + 1;
    for (let j = 0; j < hidden; j++) state.inputs.push(firstWeight(seed, slot * hidden + j));
    state.inputSquares.push(FIRST_SQUARES);
  }

  function sumInto(state: NeuralNetState, input: SparseVector, unit: number): number {
    let sum = 0;
    for (let i = 0; i < input.size; i++) {
      const row = state.rowOf[input.slots[i] ?? 0] ?? 0;
      if (row > 0) sum += (state.inputs[(row - 1) * hidden + unit] ?? 0) * (input.values[i] ?? 0);
    }
    return sum;
  }
}

/** x/√(1 + x²): as good as tanh here at a tenth of its cost; from its value y the slope is (1 − y²)^(3/2). */
function squash(x: number): number {
  return x / Math.sqrt(1 + x * x);
}

/** squash(a)/a, 1 at 0. */
function shareOf(active: number, sum: number): number {
  return Math.abs(sum) < 1e-12 ? 1 : active / sum;
}

/** Depends on the slot, not on when it was first seen: the order of features must not matter. */
function firstWeight(seed: number, index: number): number {
  return ((mixHash(Math.imul(index, 0x9e3779b1) + seed) >>> 0) / 4294967296 - 0.5) * 2 * FIRST_WEIGHT;
}

/**
 * P(label) from mixed features by a small neural net: what a linear model cannot see, chiefly features that
 * matter only together. Slower to learn than {@link createFtrlModel} and harder to read.
 *
 * State: 2^bits row numbers, 2 · hidden numbers for each of at most `maxRows` slots.
 *
 * @example
 * const model = createNeuralNet();
 * const state = model.create();
 * for (let i = 0; i < 6000; i++) {
 *   const [a, b] = [i % 2 === 0, i % 3 === 0];
 *   model.learnOne(state, { a, b }, a !== b);
 * }
 * model.predictOne(state, { a: true, b: false }); // > 0.8: exclusive or, which no line can separate
 */
export function createNeuralNet(
  options: NeuralNetOptions & { readonly encoding?: Encoding } = {},
): ExplainableModel<EncodedState<NeuralNetState>, Features, boolean | number> {
  const { bits = 14, encoding = 'binned' } = options;
  return createFeatureModel(
    {
      name: 'neural-net',
      version: 2,
      encoder: { encoding, bits, bins: 12, maxColumns: 256 },
      answers: 'probability',
    },
    createNeuralNetLearner({ ...options, bits }),
  );
}
