import { expect, it } from 'vitest';
import { createFactors, dayMs, decayFactor, decayTo, updateFactors } from './decay.ts';

it('halves a weight after one half-life and quarters it after two', () => {
  expect(decayFactor(dayMs, dayMs)).toBe(0.5);
  expect(decayTo(8, 1_000, 1_000 + 2 * dayMs, dayMs)).toBe(2);
});

it('keeps a weight as it is at its own time', () => {
  expect(decayFactor(0, dayMs)).toBe(1);
  expect(decayTo(3, 5, 5, dayMs)).toBe(3);
});

it('doubles a weight seen from one half-life before', () => {
  expect(decayTo(3, dayMs, 0, dayMs)).toBe(6);
});

it('keeps the factors of a span until another span or half-life is asked for', () => {
  const factors = createFactors();
  updateFactors(factors, dayMs, { fastMs: dayMs, slowMs: 2 * dayMs });
  expect(factors).toMatchObject({ fast: 0.5, slow: expect.closeTo(2 ** -0.5, 12) });
  updateFactors(factors, dayMs, { fastMs: dayMs / 2, slowMs: dayMs });
  expect(factors).toMatchObject({ fast: 0.25, slow: 0.5 });
  updateFactors(factors, 0, { fastMs: dayMs, slowMs: dayMs });
  expect(factors).toMatchObject({ fast: 1, slow: 1 });
});
