import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { estimateDoublyRobust, estimateIps, type LoggedChoice } from './off-policy.ts';

/** Logs 80/20 over two arms that pay .2 and .5; the policy in question always plays the second. */
function log(count: number, model: readonly [number, number]): LoggedChoice[] {
  const random = createSeededRandom(21);
  return Array.from({ length: count }, () => {
    const second = random() < 0.2;
    const reward = random() < (second ? 0.5 : 0.2) ? 1 : 0;
    return {
      reward,
      propensity: second ? 0.2 : 0.8,
      targetProbability: second ? 1 : 0,
      predictedReward: model[second ? 1 : 0],
      predictedValue: model[1],
    };
  });
}

const width = ({ interval }: { readonly interval: { readonly lower: number; readonly upper: number } }) =>
  interval.upper - interval.lower;

describe('off-policy estimates', () => {
  it('weigh by hand', () => {
    const choices = [
      { reward: 1, propensity: 0.5, targetProbability: 1 },
      { reward: 0, propensity: 0.5, targetProbability: 0 },
    ];
    expect(estimateIps(choices).value).toBe(1);
    expect(estimateIps(choices).effectiveCount).toBe(1);
  });

  it('find the value of a policy that was never run, with truth inside the interval', () => {
    const { value, interval } = estimateIps(log(20_000, [0, 0]));
    expect(value).toBeCloseTo(0.5, 1);
    expect(interval.lower).toBeLessThan(0.5);
    expect(interval.upper).toBeGreaterThan(0.5);
  });

  it('are tighter with a good model, and still right with a wrong one', () => {
    const good = estimateDoublyRobust(log(20_000, [0.2, 0.5]));
    const wrong = estimateDoublyRobust(log(20_000, [0.9, 0.1]));
    expect(width(good)).toBeLessThan(0.8 * width(estimateIps(log(20_000, [0, 0]))));
    expect(good.value).toBeCloseTo(0.5, 1);
    expect(wrong.value).toBeCloseTo(0.5, 1);
  });

  it('clip weights and answer for an empty log', () => {
    expect(estimateIps([{ reward: 1, propensity: 1e-9, targetProbability: 1 }]).value).toBe(100);
    expect(estimateIps([])).toEqual({ value: 0, interval: { lower: 0, upper: 0 }, effectiveCount: 0 });
  });
});
