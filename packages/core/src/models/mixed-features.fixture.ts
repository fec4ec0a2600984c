import {
  anyFeatures,
  type ContractSubject,
  EXTREME_FEATURES,
  reverseFeatures,
} from './online-model.contract.ts';
import type { ExplainableModel, Features } from './online-model.ts';

/** A plausible visit: numbers, a category, a boolean and a missing value; the label depends on two of them. */
export function mixedExample(_index: number, random: () => number): { input: Features; label: boolean } {
  const pages = Math.floor(random() * 20);
  const source = random() < 0.5 ? 'mail' : 'ad';
  const input = {
    pages,
    source,
    price: random() * 1e4,
    returning: random() < 0.3,
    age: random() < 0.2 ? null : 20 + Math.floor(random() * 50),
  };
  return { input, label: random() < (pages > 10 && source === 'mail' ? 0.9 : 0.2) };
}

/** `count` features never seen before: a third numbers, a third categories of new names, a third new values. */
export function novelFeatures(index: number, count: number): Features {
  const features: Record<string, number | string> = {};
  for (let i = 0; i < count; i++) {
    const id = index * count + i;
    if (i % 3 === 0) features[`number ${id}`] = id;
    else if (i % 3 === 1) features[`category ${id}`] = 'x';
    else features[`known ${i}`] = `value ${id}`;
  }
  return features;
}

/** The contract's subject for any model of named features: a million new names by default, a thousand an example. */
export function featureModelSubject<State>(
  model: ExplainableModel<State, Features, boolean | number>,
  bounds: { readonly maxStateChars: number; readonly novelCount?: number },
): ContractSubject<State, Features, number, boolean | number> {
  return {
    model,
    example: mixedExample,
    extremes: EXTREME_FEATURES.map((input, i) => ({ input, label: i % 2 === 0 })),
    novel: (index) => ({ input: novelFeatures(index, 1_000), label: index % 2 === 0 }),
    novelCount: bounds.novelCount ?? 1_000,
    anything: anyFeatures,
    maxStateChars: bounds.maxStateChars,
    reorder: reverseFeatures,
    explain: (state, input) => model.explainOne(state, input),
  };
}
