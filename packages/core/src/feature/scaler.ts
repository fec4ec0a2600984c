import type { FeatureValue } from '../models/online-model.ts';
import { createScale, learnScale, type ScaleState, scaleOne } from './scale.ts';
import { claimColumn, type Transformer } from './transformer.ts';

/** The running scale of one number. */
export interface ScalerColumn {
  readonly name: string;
  readonly scale: ScaleState;
}

/** State of a scaler: three numbers a feature, at most 256 features. */
export interface ScalerState {
  readonly columns: ScalerColumn[];
}

/**
 * Scales every number to standard deviations from its running mean on `sign(x)·log1p(|x|)`, clipped to ±5
 * ({@link scaleOne}); a number not seen before is 0. Categories, booleans and what is missing pass unchanged.
 *
 * @example
 * const scaler = createScaler();
 * const state = scaler.create();
 * for (const price of [0, 10, 100]) scaler.learnOne(state, { price, shop: 'a' });
 * scaler.transformOne(state, { price: 0, shop: 'a' }); // { price: -1.24, shop: 'a' }
 */
export function createScaler(): Transformer<ScalerState> {
  return {
    name: 'scaler',
    create: () => ({ columns: [] }),
    transformOne({ columns }, input) {
      const scaled: Record<string, FeatureValue> = Object.create(null);
      for (const name of Object.keys(input)) {
        const value = input[name];
        const column = columns.find((known) => known.name === name);
        if (typeof value !== 'number' || Number.isNaN(value)) scaled[name] = value;
        else scaled[name] = column === undefined ? 0 : scaleOne(column.scale, value);
      }
      return scaled;
    },
    learnOne(state, input) {
      for (const name of Object.keys(input)) {
        const value = input[name];
        if (typeof value !== 'number' || Number.isNaN(value)) continue;
        const column = claimColumn(state.columns, name, () => ({ name, scale: createScale() }));
        if (column !== undefined) learnScale(column.scale, value);
      }
      return state;
    },
  };
}
