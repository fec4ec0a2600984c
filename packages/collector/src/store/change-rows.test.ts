import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byKey } from './change-rows.ts';

it('orders keys as the numbers that they are, negative ones too', () => {
  const key = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  fc.assert(
    fc.property(key, key, (a, b) => {
      expect(byKey(String(a), String(b))).toBe(a < b ? -1 : a > b ? 1 : 0);
    }),
  );
});
