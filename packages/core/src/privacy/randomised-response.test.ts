import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { randomiseChoice, recoverShares } from './randomised-response.ts';

const CHOICES = ['never', 'sometimes', 'often'];

describe('randomised response', () => {
  it('tells the truth e^ε times as often as any one lie', () => {
    const random = createSeededRandom(6);
    const counts: Record<string, number> = { never: 0, sometimes: 0, often: 0 };
    for (let i = 0; i < 30_000; i++) {
      const answer = randomiseChoice('never', CHOICES, { epsilon: 1, random });
      counts[answer] = (counts[answer] ?? 0) + 1;
    }
    expect((counts.never ?? 0) / (counts.often ?? 1)).toBeCloseTo(Math.E, 0);
    expect((counts.sometimes ?? 0) / (counts.often ?? 1)).toBeCloseTo(1, 1);
  });

  it('recovers the shares of the crowd', () => {
    const random = createSeededRandom(7);
    const counts: Record<string, number> = { never: 0, sometimes: 0, often: 0 };
    for (let i = 0; i < 60_000; i++) {
      const truth = i % 10 < 6 ? 'never' : i % 10 < 9 ? 'sometimes' : 'often';
      const answer = randomiseChoice(truth, CHOICES, { epsilon: 1, random });
      counts[answer] = (counts[answer] ?? 0) + 1;
    }
    const truths = [0.6, 0.3, 0.1];
    recoverShares(counts, 1).forEach(({ share, standardError }, i) => {
      expect(Math.abs(share - (truths[i] ?? 0))).toBeLessThan(4 * standardError);
      expect(standardError).toBeLessThan(0.01);
    });
  });

  it('inverts by hand: with ε = ln 3 a true answer has chance 3/4', () => {
    const [yes] = recoverShares({ yes: 50, no: 50 }, Math.log(3));
    expect(yes?.share).toBeCloseTo(0.5, 12);
    const [all] = recoverShares({ yes: 75, no: 25 }, Math.log(3));
    expect(all?.share).toBeCloseTo(1, 12);
  });

  it('answers nothing for nobody, and refuses a truth that is no choice', () => {
    expect(recoverShares({ yes: 0, no: 0 }, 1)[0]).toEqual({ choice: 'yes', share: 0, standardError: 0 });
    expect(() => randomiseChoice('maybe', ['yes', 'no'], { epsilon: 1, random: () => 0.5 })).toThrow(
      'none of them',
    );
  });
});
