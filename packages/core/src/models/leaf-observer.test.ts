import { describe, expect, it } from 'vitest';
import { createObserver, informationGain, learnObserver, proposeSplit } from './leaf-observer.ts';

describe('informationGain', () => {
  it('is one bit for a split that tells all of a fair label, none for one that tells nothing', () => {
    expect(informationGain([8, 8], [8, 0])).toBeCloseTo(1, 12);
    expect(informationGain([8, 8], [4, 4])).toBeCloseTo(0, 12);
  });

  it("gives Quinlan's figure for humidity in the weather data", () => {
    // 5 no, 9 yes; high humidity: 4 no, 3 yes. Quinlan (1986): 0.151 bits.
    expect(informationGain([5, 9], [4, 3])).toBeCloseTo(0.152, 3);
  });
});

describe('proposeSplit', () => {
  it('cuts between two groups of numbers', () => {
    const observer = createObserver('x');
    for (let i = 0; i < 100; i++) learnObserver(observer, i % 2 ? 100 + (i % 5) : 1 + (i % 5), i % 2, 1);
    const split = proposeSplit(observer, [50, 50]);
    expect(split?.gain).toBeGreaterThan(0.95);
    expect(split?.test).toMatchObject({ kind: 'number', name: 'x' });
  });

  it('counts for less where the feature is often missing', () => {
    const observer = createObserver('x');
    for (let i = 0; i < 50; i++) learnObserver(observer, i % 2 ? 'a' : 'b', i % 2, 1);
    for (let i = 0; i < 50; i++) learnObserver(observer, null, i % 2, 1);
    expect(proposeSplit(observer, [50, 50])?.gain).toBeCloseTo(0.5, 12);
  });

  it('keeps a bounded number of categories', () => {
    const observer = createObserver('x');
    for (let i = 0; i < 1000; i++) learnObserver(observer, `value ${i}`, 1, 1);
    expect(observer.values.length).toBe(32);
  });
});
