import type { ContractSubject } from './online-model.contract.ts';
import type { ItemisedModel } from './online-model.ts';

/** The contract's subject for any model of symbol sequences: every path of five symbols is new in its turn. */
export function sequenceModelSubject<State>(
  model: ItemisedModel<State, readonly number[], readonly number[], number, number>,
  bounds: { readonly symbols: number; readonly novelCount: number; readonly maxStateChars: number },
): ContractSubject<State, readonly number[], readonly number[], number> {
  const { symbols, novelCount, maxStateChars } = bounds;
  return {
    model,
    example: (_, random) => ({
      input: [Math.floor(random() * symbols), Math.floor(random() * symbols)],
      label: Math.floor(random() * symbols),
    }),
    extremes: [
      { input: [], label: 0 },
      { input: new Array<number>(10_000).fill(symbols - 1), label: symbols - 1 },
    ],
    novel: (index) => ({
      input: [0, 1, 2, 3, 4].map((digit) => Math.floor(index / symbols ** digit) % symbols),
      label: index % symbols,
    }),
    novelCount,
    maxStateChars,
    explain: (state, input) => model.explainOne(state, input, 1),
    explained: (probabilities) => probabilities[1] ?? 0,
  };
}
