import { createSeededRandom } from '../statistics/seeded-random.ts';
import { collectContributions } from './contributions.ts';
import type { ItemisedModel } from './online-model.ts';

/** Settings of {@link createGru}. */
export interface GruOptions {
  /** Number of symbols; symbols are the integers 0 … symbols − 1. */
  readonly symbols: number;
  /** Length of the hidden vector; default 16. */
  readonly hidden?: number;
  /** How many of the last symbols are read, and back-propagated through; default 8. */
  readonly steps?: number;
  /** AdaGrad's step; default 0.1. */
  readonly learningRate?: number;
  /** Seed of the first weights; default 1. */
  readonly seed?: number;
}

/** State of {@link createGru}: all weights in one list (see {@link gruLayout}) and AdaGrad's sums of squares. */
export interface GruState {
  readonly weights: number[];
  readonly squares: number[];
}

/** Where each part lies in the weights: three gates of input, recurrent and bias weights, then the output layer. */
export function gruLayout(symbols: number, hidden: number) {
  const input = 0;
  const recurrent = input + 3 * symbols * hidden;
  const bias = recurrent + 3 * hidden * hidden;
  const output = bias + 3 * hidden;
  const outputBias = output + symbols * hidden;
  return { input, recurrent, bias, output, outputBias, size: outputBias + symbols };
}

const CLIP = 1;

/**
 * A tiny gated recurrent network for the next symbol, so that it can be compared with counting (on page sequences
 * counting wins: see docs/models.md).
 *
 * `z = σ(W_z x + U_z h + b_z)`, `r = σ(…)`, `c = tanh(W_c x + r ∘ (U_c h) + b_c)`, `h' = (1 − z) ∘ c + z ∘ h`,
 * `P = softmax(V h' + d)` (Cho et al. 2014, reset after the product as in cuDNN), trained by back-propagation
 * through the last `steps` symbols and AdaGrad (Duchi et al. 2011), gradients clipped to ±1. Input: symbols so
 * far, oldest first. Explanation: how far each symbol read moved the logarithm of a probability. Bytes: `16 · (3·symbols·hidden + 3·hidden² + 3·hidden + symbols·hidden + symbols)`.
 *
 * @example
 * const model = createGru({ symbols: 3 });
 * const state = model.create();
 * for (let i = 0; i < 300; i += 1) model.learnOne(state, [i % 2], 1 - (i % 2));
 * model.predictOne(state, [0])[1]; // above 0.9
 */
export function createGru(
  options: GruOptions,
): ItemisedModel<GruState, readonly number[], number[], number, number> {
  const { symbols, hidden = 16, steps = 8, learningRate = 0.1, seed = 1 } = options;
  const layout = gruLayout(symbols, hidden);
  return {
    name: 'gru',
    version: 1,
    create() {
      const random = createSeededRandom(seed);
      const spread = 1 / Math.sqrt(hidden);
      const weights = Array.from({ length: layout.size }, (_, i) =>
        i < layout.bias || (i >= layout.output && i < layout.outputBias) ? (random() * 2 - 1) * spread : 0,
      );
      return { weights, squares: new Array<number>(layout.size).fill(1e-6) };
    },
    predictOne: (state, history) =>
      runGru(state.weights, history.slice(-steps), { symbols, hidden }).probabilities,
    learnOne(state, history, label) {
      const gradient = gruGradient(state.weights, history.slice(-steps), label, { symbols, hidden });
      for (let i = 0; i < gradient.length; i += 1) {
        const g = Math.min(CLIP, Math.max(-CLIP, gradient[i] ?? 0));
        if (g === 0) continue;
        const square = (state.squares[i] ?? 0) + g * g;
        state.squares[i] = square;
        state.weights[i] = (state.weights[i] ?? 0) - (learningRate * g) / Math.sqrt(square);
      }
      return state;
    },
    explainOne(state, history, symbol) {
      const read = history.slice(-steps);
      const after = Array.from({ length: read.length + 1 }, (_, length) =>
        Math.log(
          runGru(state.weights, read.slice(0, length), { symbols, hidden }).probabilities[symbol] ?? 0,
        ),
      );
      const total = after.at(-1) ?? 0;
      const contributions = collectContributions((add) => {
        add('(nothing read)', after[0] ?? 0);
        read.forEach((seen, i) => {
          add(`${seen}, ${read.length - i} back`, (after[i + 1] ?? 0) - (after[i] ?? 0));
        });
      });
      return { prediction: Math.exp(total), total, unit: 'log-probability', contributions };
    },
  };
}

interface GruShape {
  readonly symbols: number;
  readonly hidden: number;
}

interface GruStep {
  readonly symbol: number;
  readonly before: Float64Array;
  readonly keep: Float64Array;
  readonly reset: Float64Array;
  readonly candidate: Float64Array;
  /** `U_c h`, before the reset gate. */
  readonly recalled: Float64Array;
}

/** Runs the network over a history from an empty memory. */
export function runGru(weights: readonly number[], history: readonly number[], shape: GruShape) {
  const { symbols, hidden } = shape;
  const at = gruLayout(symbols, hidden);
  let memory = new Float64Array(hidden);
  const trace: GruStep[] = [];
  for (const symbol of history) {
    const gates = [0, 1, 2].map((gate) => {
      const values = new Float64Array(hidden);
      for (let h = 0; h < hidden; h += 1) {
        let sum = 0;
        const row = at.recurrent + (gate * hidden + h) * hidden;
        for (let j = 0; j < hidden; j += 1) sum += (weights[row + j] ?? 0) * (memory[j] ?? 0);
        values[h] = sum;
      }
      return values;
    });
    const [keep = memory, reset = memory, recalled = memory] = gates;
    const candidate = new Float64Array(hidden);
    const next = new Float64Array(hidden);
    for (let h = 0; h < hidden; h += 1) {
      const of = (gate: number): number =>
        (weights[at.input + (gate * symbols + symbol) * hidden + h] ?? 0) +
        (weights[at.bias + gate * hidden + h] ?? 0);
      keep[h] = sigmoid((keep[h] ?? 0) + of(0));
      reset[h] = sigmoid((reset[h] ?? 0) + of(1));
      candidate[h] = Math.tanh(of(2) + (reset[h] ?? 0) * (recalled[h] ?? 0));
      next[h] = (1 - (keep[h] ?? 0)) * (candidate[h] ?? 0) + (keep[h] ?? 0) * (memory[h] ?? 0);
    }
    trace.push({ symbol, before: memory, keep, reset, candidate, recalled });
    memory = next;
  }
  const scores: number[] = [];
  for (let s = 0; s < symbols; s += 1) {
    let sum = weights[at.outputBias + s] ?? 0;
    for (let h = 0; h < hidden; h += 1) sum += (weights[at.output + s * hidden + h] ?? 0) * (memory[h] ?? 0);
    scores.push(sum);
  }
  return { probabilities: softmax(scores), memory, trace };
}

/** Gradient of `−ln P(label)` by every weight. */
export function gruGradient(
  weights: readonly number[],
  history: readonly number[],
  label: number,
  shape: GruShape,
): Float64Array {
  const { symbols, hidden } = shape;
  const at = gruLayout(symbols, hidden);
  const { probabilities, memory, trace } = runGru(weights, history, shape);
  const gradient = new Float64Array(at.size);
  const add = (index: number, amount: number): void => {
    gradient[index] = (gradient[index] ?? 0) + amount;
  };
  let byMemory = new Float64Array(hidden);
  for (let s = 0; s < symbols; s += 1) {
    const error = (probabilities[s] ?? 0) - (s === label ? 1 : 0);
    add(at.outputBias + s, error);
    for (let h = 0; h < hidden; h += 1) {
      add(at.output + s * hidden + h, error * (memory[h] ?? 0));
      byMemory[h] = (byMemory[h] ?? 0) + error * (weights[at.output + s * hidden + h] ?? 0);
    }
  }
  for (const { symbol, before, keep, reset, candidate, recalled } of trace.reverse()) {
    const earlier = new Float64Array(hidden);
    for (let h = 0; h < hidden; h += 1) {
      const g = byMemory[h] ?? 0;
      const [z, r, c] = [keep[h] ?? 0, reset[h] ?? 0, candidate[h] ?? 0];
      const byCandidate = g * (1 - z) * (1 - c * c);
      // Each gate's error before its squashing, and what reaches the recurrent product of that gate.
      const byKeep = g * ((before[h] ?? 0) - c) * z * (1 - z);
      const byReset = byCandidate * (recalled[h] ?? 0) * r * (1 - r);
      const errors = [byKeep, byReset, byCandidate];
      const products = [byKeep, byReset, byCandidate * r];
      earlier[h] = (earlier[h] ?? 0) + g * z;
      for (let gate = 0; gate < 3; gate += 1) {
        add(at.input + (gate * symbols + symbol) * hidden + h, errors[gate] ?? 0);
        add(at.bias + gate * hidden + h, errors[gate] ?? 0);
        const row = at.recurrent + (gate * hidden + h) * hidden;
        for (let j = 0; j < hidden; j += 1) {
          add(row + j, (products[gate] ?? 0) * (before[j] ?? 0));
          earlier[j] = (earlier[j] ?? 0) + (products[gate] ?? 0) * (weights[row + j] ?? 0);
        }
      }
    }
    byMemory = earlier;
  }
  return gradient;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function softmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - highest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
