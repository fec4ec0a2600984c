import { anyText, type ContractSubject } from './online-model.contract.ts';
import type { ExplainableModel } from './online-model.ts';

/** Texts of two kinds, and what bounds the model that tells them apart. */
export interface LabelledTexts {
  readonly good: readonly string[];
  readonly bad: readonly string[];
  readonly slotBits: number;
  readonly novelCount: number;
}

/** The contract's subject for any model of texts: hostile texts and thousands of new words. */
export function textModelSubject<State>(
  model: ExplainableModel<State, string, boolean | number>,
  { good, bad, slotBits, novelCount }: LabelledTexts,
): ContractSubject<State, string, number, boolean | number> {
  return {
    model,
    example: (_, random) => {
      const label = random() < 0.5;
      const texts = label ? good : bad;
      return { input: texts[Math.floor(random() * texts.length)] ?? '', label };
    },
    extremes: [
      { input: '', label: true },
      { input: '   !!! 😀', label: 0.5 },
      { input: 'x'.repeat(20_000), label: false },
      { input: 'good '.repeat(5_000), label: false },
      { input: '好'.repeat(5_000), label: 1e9 },
      { input: '很好 不好 __proto__ constructor', label: 1e9 },
    ],
    novel: (index) => ({ input: `word${index} other${index * 7} good`, label: index % 2 === 0 }),
    novelCount,
    anything: anyText,
    maxStateChars: 2 ** slotBits * 50,
    explain: (state, input) => model.explainOne(state, input),
  };
}
