import type { FeatureValue } from './online-model.ts';

/** What a tree asks of one feature. What is missing goes where most examples went. */
export type SplitTest =
  | {
      readonly kind: 'number';
      readonly name: string;
      /** Left when the number is at most this. */
      readonly threshold: number;
      readonly missingLeft: boolean;
    }
  | {
      readonly kind: 'category';
      readonly name: string;
      /** Left when the category is this one. */
      readonly value: string;
      readonly missingLeft: boolean;
    };

/** Whether a value goes to the left child. */
export function routeLeft(test: SplitTest, value: FeatureValue): boolean {
  if (test.kind === 'number')
    return typeof value === 'number' && !Number.isNaN(value) ? value <= test.threshold : test.missingLeft;
  // Also answers for names such as `constructor` that an object without them inherits.
  if (typeof value === 'string') return value === test.value;
  return typeof value === 'boolean' ? String(value) === test.value : test.missingLeft;
}
