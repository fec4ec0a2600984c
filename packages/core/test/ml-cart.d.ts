/** The part of ml-cart (which ships no types) that the oracle test calls. */
declare module 'ml-cart' {
  export class DecisionTreeClassifier {
    constructor(options?: {
      readonly gainFunction?: 'gini';
      readonly maxDepth?: number;
      readonly minNumSamples?: number;
    });
    train(rows: readonly (readonly number[])[], labels: readonly number[]): void;
    predict(rows: readonly (readonly number[])[]): number[];
  }
}
