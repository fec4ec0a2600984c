import { type ContextTable, countSuccessor, createContextTable, findContext } from './context-table.ts';
import { collectContributions } from './contributions.ts';
import type { ItemisedModel } from './online-model.ts';
import { createSequenceDescription, describeSequence, SEQUENCE_CONTEXTS } from './sequence-contexts.ts';

const EXPERTS = SEQUENCE_CONTEXTS.length;
/** Context 0 to this one are a chain of orders, each backing off to the one before; the others to order 1. */
const LAST_ORDER = SEQUENCE_CONTEXTS.indexOf('order 7');
const RUNS = 8;
/** Confidence is the base-2 logarithm of how often a context was seen, 0 to 15. */
const LEVELS = 16;
/** The step falls with 1/√(1 + examples / this), down to the fraction below, so that drift is still followed. */
const STEP_HORIZON = 20_000;
const STEP_FLOOR = 0.02;
/** The step of the biases against that of the weights: they multiply 1, not a logarithm. */
const BIAS_STEP = 5;

/** Settings of {@link createSequenceMixer}. */
export interface SequenceMixerOptions {
  /** Number of symbols; symbols are the integers 0 … symbols − 1. */
  readonly symbols: number;
  /** Back-off strength: how many observations each distinct successor counts against a context; default 5. */
  readonly discount?: number;
  /** First step of the weights; default 0.002. */
  readonly learningRate?: number;
  /** Rows of counts kept at most, all contexts together; default 131,072. */
  readonly maxContexts?: number;
}

/** State of {@link createSequenceMixer}; weights lie expert by expert within one weight set. */
export interface SequenceMixerState {
  /** Examples learned. */
  examples: number;
  /** Successor counts of every context. */
  readonly contexts: ContextTable;
  /** A set of weights per run length and last symbol. */
  readonly pageWeights: number[];
  /** A set of weights per confidence of order 5 and of order 3, added to the first. */
  readonly confidenceWeights: number[];
  /** A set of weights per last symbol and the one before its run, added too. */
  readonly pathWeights: number[];
  /** What is added to the log-score of each symbol after each last symbol. */
  readonly biases: number[];
}

/**
 * Next-symbol prediction by fourteen counting experts mixed online: Markov orders 0–5 and 7, and contexts that plain
 * orders cannot express (run length, collapsed path, set of pages seen, position in the session, what was done when
 * the present page was left before).
 *
 * `P(s) ∝ exp(b(s) + Σ_i w_i · ln p_i(s))`, with `w` the sum of three weight sets chosen by run length and last
 * symbol, by confidence and by the path, and `b` a bias by last symbol, all trained by the gradient of log loss,
 * `w_i += η·(ln p_i(y) − Σ_s P(s)·ln p_i(s))`, `b(s) += 5η·([s = y] − P(s))`:
 * geometric mixing of Mattern, "Mixing strategies in data compression" (DCC 2012), weight sets after Mahoney's
 * PAQ. Each expert is an absolute back-off estimate as in the Markov model. Input: symbols of the session so
 * far, oldest first. Prediction: one probability per symbol. Explanation: each expert's share in the logarithm of
 * one. Bytes: at most `8 · maxContexts · (6 + symbols)`.
 *
 * @example
 * const model = createSequenceMixer({ symbols: 3 });
 * const state = model.create();
 * for (let i = 0; i < 100; i += 1) model.learnOne(state, [0, 1], 2);
 * model.predictOne(state, [0, 1])[2]; // above 0.85
 */
export function createSequenceMixer(
  options: SequenceMixerOptions,
): ItemisedModel<SequenceMixerState, readonly number[], number[], number, number> {
  const { symbols, discount = 5, learningRate = 0.002, maxContexts = 131_072 } = options;
  const limits = { symbols, maxContexts };
  // Scratch memory, overwritten by every call before it is read: allocation would cost more than the arithmetic.
  const session = createSequenceDescription();
  const probabilities = new Float64Array(EXPERTS * symbols);
  const logs = new Float64Array(EXPERTS * symbols);
  const weights = new Float64Array(EXPERTS);
  const mixed = new Float64Array(symbols);
  const rowOf = new Int32Array(EXPERTS);
  const mixedKeys = new Int32Array(EXPERTS);
  let mixedFor: SequenceMixerState | undefined;
  let mixedAt = -1;
  let pageSet = 0;
  let confidenceSet = 0;
  let pathSet = 0;
  let biasSet = 0;

  function mixExperts(state: SequenceMixerState, history: readonly number[]): void {
    describeSequence(history, session);
    // learnOne usually follows predictOne for the same history: then everything below is still in place.
    if (mixedFor === state && mixedAt === state.examples && sameKeys(session.keys, mixedKeys)) return;
    mixedFor = state;
    mixedAt = state.examples;
    mixedKeys.set(session.keys);
    const { rows } = state.contexts;
    for (let expert = 0; expert < EXPERTS; expert += 1) {
      rowOf[expert] = findContext(state.contexts, session.keys[expert] ?? 0);
      estimate(rows, expert, rowOf[expert] ?? -1);
    }
    pageSet = (Math.min(session.run, RUNS - 1) * (symbols + 1) + session.last) * EXPERTS;
    confidenceSet = (levelOf(rows, rowOf[5] ?? -1) * LEVELS + levelOf(rows, rowOf[3] ?? -1)) * EXPERTS;
    pathSet = (session.last * (symbols + 1) + session.before) * EXPERTS;
    biasSet = session.last * symbols;
    for (let expert = 0; expert < EXPERTS; expert += 1) {
      weights[expert] =
        (state.pageWeights[pageSet + expert] ?? 0) +
        (state.confidenceWeights[confidenceSet + expert] ?? 0) +
        (state.pathWeights[pathSet + expert] ?? 0);
    }
    for (let s = 0; s < symbols; s += 1) {
      let score = state.biases[biasSet + s] ?? 0;
      for (let expert = 0; expert < EXPERTS; expert += 1) {
        score += (weights[expert] ?? 0) * (logs[s * EXPERTS + expert] ?? 0);
      }
      mixed[s] = score;
    }
    normalise(mixed);
  }

  /** Fills one expert's probabilities and their logarithms; an unknown context repeats what it backs off to. */
  function estimate(rows: readonly number[], expert: number, row: number): void {
    const prior = expert === 0 ? -1 : expert <= LAST_ORDER ? expert - 1 : 1;
    const backOff = row < 0 ? 0 : discount * (rows[row + 1] ?? 0);
    const scale = row < 0 ? 0 : 1 / ((rows[row] ?? 0) + backOff);
    for (let s = 0; s < symbols; s += 1) {
      const at = s * EXPERTS;
      const before = prior < 0 ? 1 / symbols : (probabilities[at + prior] ?? 0);
      if (row >= 0) {
        const p = ((rows[row + 2 + s] ?? 0) + backOff * before) * scale;
        probabilities[at + expert] = p;
        logs[at + expert] = Math.log(p);
      } else {
        probabilities[at + expert] = before;
        logs[at + expert] = prior < 0 ? Math.log(before) : (logs[at + prior] ?? 0);
      }
    }
  }

  return {
    name: 'sequence-mixer',
    version: 3,
    create: () => ({
      examples: 0,
      contexts: createContextTable(),
      pageWeights: new Array<number>(RUNS * (symbols + 1) * EXPERTS).fill(1 / EXPERTS),
      confidenceWeights: new Array<number>(LEVELS * LEVELS * EXPERTS).fill(0),
      pathWeights: new Array<number>((symbols + 1) ** 2 * EXPERTS).fill(0),
      biases: new Array<number>((symbols + 1) * symbols).fill(0),
    }),
    predictOne(state, history) {
      mixExperts(state, history);
      const answer = new Array<number>(symbols).fill(0);
      for (let s = 0; s < symbols; s += 1) answer[s] = mixed[s] ?? 0;
      return answer;
    },
    learnOne(state, history, label) {
      mixExperts(state, history);
      const step = learningRate * Math.max(STEP_FLOOR, 1 / Math.sqrt(1 + state.examples / STEP_HORIZON));
      for (let expert = 0; expert < EXPERTS; expert += 1) {
        let gradient = logs[label * EXPERTS + expert] ?? 0;
        for (let s = 0; s < symbols; s += 1) gradient -= (mixed[s] ?? 0) * (logs[s * EXPERTS + expert] ?? 0);
        const move = step * gradient;
        state.pageWeights[pageSet + expert] = (state.pageWeights[pageSet + expert] ?? 0) + move;
        state.pathWeights[pathSet + expert] = (state.pathWeights[pathSet + expert] ?? 0) + move;
        state.confidenceWeights[confidenceSet + expert] =
          (state.confidenceWeights[confidenceSet + expert] ?? 0) + move;
        countSuccessor(state.contexts, session.keys[expert] ?? 0, label, limits);
      }
      for (let s = 0; s < symbols; s += 1) {
        const missed = (s === label ? 1 : 0) - (mixed[s] ?? 0);
        state.biases[biasSet + s] = (state.biases[biasSet + s] ?? 0) + BIAS_STEP * step * missed;
      }
      state.examples += 1;
      return state;
    },
    explainOne(state, history, symbol) {
      mixExperts(state, history);
      const prediction = mixed[symbol] ?? 0;
      const total = Math.log(prediction);
      const contributions = collectContributions((add) => {
        const bias = state.biases[biasSet + symbol] ?? 0;
        let sum = bias;
        add('(bias)', bias);
        SEQUENCE_CONTEXTS.forEach((name, expert) => {
          const amount = (weights[expert] ?? 0) * (logs[symbol * EXPERTS + expert] ?? 0);
          sum += amount;
          add(name, amount);
        });
        add('(all symbols to 1)', total - sum);
      });
      return { prediction, total, unit: 'log-probability', contributions };
    },
  };
}

function sameKeys(left: Int32Array, right: Int32Array): boolean {
  for (let i = 0; i < left.length; i += 1) if (left[i] !== right[i]) return false;
  return true;
}

function levelOf(rows: readonly number[], row: number): number {
  const seen = row < 0 ? 0 : (rows[row] ?? 0);
  return Math.min(LEVELS - 1, 31 - Math.clz32(seen + 1));
}

/** Turns log-scores into probabilities in place. */
function normalise(scores: Float64Array): void {
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of scores) highest = Math.max(highest, score);
  let sum = 0;
  for (let s = 0; s < scores.length; s += 1) {
    const weight = Math.exp((scores[s] ?? 0) - highest);
    scores[s] = weight;
    sum += weight;
  }
  for (let s = 0; s < scores.length; s += 1) scores[s] = (scores[s] ?? 0) / sum;
}
