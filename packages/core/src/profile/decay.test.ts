import { expect, it } from 'vitest';
import { dayMs, decayFactor, decayTo } from './decay.ts';

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
