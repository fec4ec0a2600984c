import type { Features, FeatureValue } from '../models/online-model.ts';

/**
 * The features and, for each pair of names, one category that says both: `a × b` with the value `x × y`. A linear
 * model can then weigh "phone and evening" apart from either. Numbers take part as written, so bin them first;
 * a pair of which one is missing is missing.
 *
 * The propensity model crosses all categories and bins by itself: this is for the linear models.
 *
 * @example
 * withInteractions({ device: 'phone', hour: 'evening' }, [['device', 'hour']]);
 * // { device: 'phone', hour: 'evening', 'device × hour': 'phone × evening' }
 */
export function withInteractions(input: Features, pairs: readonly (readonly [string, string])[]): Features {
  const crossed = pairs.map(([a, b]): [string, FeatureValue] => {
    const [first, second] = [ownValue(input, a), ownValue(input, b)];
    return [`${a} × ${b}`, first === null || second === null ? null : `${first} × ${second}`];
  });
  return { ...input, ...Object.fromEntries(crossed) };
}

function ownValue(input: Features, name: string): string | number | boolean | null {
  const value = Object.hasOwn(input, name) ? input[name] : null;
  return value === undefined || Number.isNaN(value) ? null : value;
}
