import { collectContributions } from './contributions.ts';
import type { ItemisedModel } from './online-model.ts';

/** Settings of {@link createMarkovModel}. */
export interface MarkovOptions {
  /** Number of symbols; symbols are the integers 0 … symbols − 1. */
  readonly symbols: number;
  /** Longest context in symbols; default 5. */
  readonly order?: number;
  /** Back-off strength: how many observations each distinct successor counts against a context; default 5. */
  readonly discount?: number;
  /** A context gets longer versions only once it has been seen this often; default 4. */
  readonly expandAfter?: number;
  /** Contexts kept at most; default 16,384. When full, known contexts go on learning and no new one starts. */
  readonly maxContexts?: number;
}

/**
 * State of {@link createMarkovModel}: one row of `2 + 2·symbols` numbers per context, one after the other in
 * `rows`: how often it was seen, how many distinct successors it had, the count of each successor, and for each
 * older symbol the offset of the context that is longer by it (0 = none). The first row is the empty context.
 */
export interface MarkovState {
  rows: number[];
}

/**
 * Next-symbol prediction by counting: orders 0 to `order` in a suffix tree of contexts, joined by back-off.
 *
 * `P_k(s) = (c_k(s) + d·t_k·P_{k−1}(s)) / (n_k + d·t_k)`, where `c_k`, `n_k`, `t_k` are the successor count, total
 * and number of distinct successors of the order-k context and `P_{−1}` is uniform: Witten and Bell, "The
 * zero-frequency problem", IEEE Trans. Inf. Theory 37 (1991), with a strength `d`. Learning counts from the longest
 * context down to the first that had seen the symbol before, so that a shorter one says what is new in the longer
 * (update exclusion: Moffat, "Implementing the PPM data compression scheme", IEEE Trans. Commun. 38, 1990). Input: the symbols of the session so far, oldest first. Prediction: one
 * probability per symbol. Explanation: what each order's counts give to the probability of a symbol. Bytes: at most `8 · maxContexts · (2 + 2·symbols)`.
 *
 * @example
 * const model = createMarkovModel({ symbols: 3 });
 * const state = model.create();
 * for (let i = 0; i < 50; i += 1) model.learnOne(state, [0, 1], 2);
 * model.predictOne(state, [0, 1])[2]; // above 0.85
 */
export function createMarkovModel(
  options: MarkovOptions,
): ItemisedModel<MarkovState, readonly number[], number[], number, number> {
  const { symbols, order = 5, discount = 5, expandAfter = 4, maxContexts = 16_384 } = options;
  const childrenAt = 2 + symbols;
  const rowLength = 2 + 2 * symbols;
  const maxLength = maxContexts * rowLength;
  /** The contexts shorter than the one in hand, shortest first; scratch memory of one call. */
  const path = new Array<number>(order).fill(0);

  return {
    name: 'markov',
    version: 2,
    create: () => ({ rows: new Array<number>(rowLength).fill(0) }),
    predictOne(state, history) {
      const { rows } = state;
      const probabilities = new Array<number>(symbols).fill(1 / symbols);
      let row = 0;
      for (let depth = 0; ; depth += 1) {
        const total = rows[row] ?? 0;
        const backOff = discount * (rows[row + 1] ?? 0);
        if (total > 0) {
          const scale = 1 / (total + backOff);
          for (let s = 0; s < symbols; s += 1) {
            probabilities[s] = ((rows[row + 2 + s] ?? 0) + backOff * (probabilities[s] ?? 0)) * scale;
          }
        }
        if (depth === order || depth === history.length) return probabilities;
        row = rows[row + childrenAt + checkedSymbol(history[history.length - 1 - depth], symbols)] ?? 0;
        if (row === 0) return probabilities;
      }
    },
    learnOne(state, history, label) {
      const { rows } = state;
      const successor = 2 + checkedSymbol(label, symbols);
      let depth = 0;
      let row = 0;
      while (depth < order && depth < history.length) {
        const link = row + childrenAt + checkedSymbol(history[history.length - 1 - depth], symbols);
        const longer = rows[link] ?? 0;
        if (longer === 0) {
          if ((rows[row] ?? 0) < expandAfter || rows.length >= maxLength) break;
          rows[link] = rows.length;
          for (let i = 0; i < rowLength; i += 1) rows.push(0);
          break;
        }
        path[depth] = row;
        row = longer;
        depth += 1;
      }
      for (;;) {
        const count = rows[row + successor] ?? 0;
        rows[row] = (rows[row] ?? 0) + 1;
        rows[row + successor] = count + 1;
        if (count > 0) return state;
        rows[row + 1] = (rows[row + 1] ?? 0) + 1;
        if (depth === 0) return state;
        depth -= 1;
        row = path[depth] ?? 0;
      }
    },
    explainOne({ rows }, history, symbol) {
      const wanted = checkedSymbol(symbol, symbols);
      /** What the uniform guess and each order gave so far; every longer order scales down all before it. */
      const amounts = [1 / symbols];
      let row = 0;
      for (let depth = 0; ; depth += 1) {
        const total = rows[row] ?? 0;
        const backOff = discount * (rows[row + 1] ?? 0);
        const scale = total > 0 ? 1 / (total + backOff) : 1;
        if (total > 0)
          for (let i = 0; i < amounts.length; i += 1) amounts[i] = (amounts[i] ?? 0) * backOff * scale;
        amounts.push(total > 0 ? (rows[row + 2 + wanted] ?? 0) * scale : 0);
        if (depth === order || depth === history.length) break;
        row = rows[row + childrenAt + checkedSymbol(history[history.length - 1 - depth], symbols)] ?? 0;
        if (row === 0) break;
      }
      const prediction = amounts.reduce((sum, amount) => sum + amount, 0);
      const contributions = collectContributions((add) => {
        amounts.forEach((amount, i) => {
          add(i === 0 ? '(uniform)' : `order ${i - 1}`, amount);
        });
      });
      return { prediction, total: prediction, unit: 'probability', contributions };
    },
  };
}

/** A symbol outside the alphabet would read another context's counts, so it is a broken invariant, not data. */
function checkedSymbol(symbol: number | undefined, symbols: number): number {
  if (symbol === undefined || !(symbol >= 0 && symbol < symbols) || symbol !== Math.floor(symbol)) {
    throw new RangeError(`markov: symbol ${symbol} is not an integer from 0 to ${symbols - 1}`);
  }
  return symbol;
}
