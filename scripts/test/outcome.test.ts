import { describe, expect, it } from 'vitest';
import { addOutcomes, describeOutcome } from './outcome.ts';

describe('outcome', () => {
  it('adds up to one line', () => {
    const sum = addOutcomes([
      { passed: 2, failed: 0, skipped: [] },
      { passed: 3, failed: 1, skipped: [] },
    ]);
    expect(describeOutcome(sum)).toBe('5 passed, 1 failed');
  });

  it('says how many were skipped, if any were', () => {
    expect(describeOutcome({ passed: 1, failed: 0, skipped: ['a', 'b'] })).toBe(
      '1 passed, 0 failed, 2 skipped',
    );
  });

  it('is nothing for nothing', () => {
    expect(describeOutcome(addOutcomes([]))).toBe('0 passed, 0 failed');
  });
});
