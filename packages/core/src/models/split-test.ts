import { signedLog } from '../feature/scale.ts';
import type { FeatureValue } from './online-model.ts';

/** What a tree asks of one feature. What is missing goes where most examples went. */
export type SplitTest =
  | {
      readonly kind: 'number';
      readonly name: string;
      /** On the signed logarithm: left when `signedLog(x) ≤ threshold`. */
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
  if (value === null || value === undefined || Number.isNaN(value)) return test.missingLeft;
  if (test.kind === 'category') return String(value) === test.value;
  return typeof value === 'number' ? signedLog(value) <= test.threshold : test.missingLeft;
}
