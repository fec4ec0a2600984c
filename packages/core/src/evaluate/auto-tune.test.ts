import { describe, expect, it } from 'vitest';
import { createFtrlModel } from '../models/ftrl.ts';
import { createLogisticRegression } from '../models/logistic-regression.ts';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { autoTune, tuneCandidate } from './auto-tune.ts';

function stream(count: number): { input: { plan: string }; label: boolean }[] {
  const random = createSeededRandom(2);
  return Array.from({ length: count }, () => {
    const pro = random() < 0.5;
    return { input: { plan: pro ? 'pro' : 'free' }, label: random() < (pro ? 0.8 : 0.1) };
  });
}

describe('autoTune', () => {
  const candidates = [
    tuneCandidate('asleep', createLogisticRegression({ rate: 1e-6 })),
    tuneCandidate('awake', createLogisticRegression({ rate: 0.1 })),
    tuneCandidate('ftrl', createFtrlModel()),
  ];

  it('picks the lowest log loss, stops losers early and says why', () => {
    const result = autoTune(candidates, stream(3000), { checkEvery: 200 });
    expect(['awake', 'ftrl']).toContain(result.best);
    const asleep = result.standings.find(({ name }) => name === 'asleep');
    expect(asleep?.stoppedEarly).toBe(true);
    expect(asleep?.examples).toBeLessThan(3000);
    expect(result.explanation).toMatch(
      new RegExp(`^${result.best} was best of 3: log loss 0\\.\\d+, .* [12] stopped early$`),
    );
  });

  it('compares on the same examples, also with one that was stopped', () => {
    const result = autoTune(candidates, stream(1000), { checkEvery: 100 });
    for (const { behind, name } of result.standings) {
      if (name === result.best) expect(behind).toBe(0);
      else expect(behind).toBeGreaterThan(0);
    }
  });

  it('refuses more candidates than it may run, and an empty stream', () => {
    expect(() => autoTune(candidates, stream(1), { maxCandidates: 2 })).toThrow('1 to 2 candidates, not 3');
    expect(() => autoTune(candidates, [])).toThrow('empty stream');
  });
});
