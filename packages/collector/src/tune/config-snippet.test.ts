import { evenMix, type FamilyTuning, type PolicyScore, type UpdatePolicy } from '@likeness/core';
import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../config/resolve-config.ts';
import { tunedInterests } from './config-snippet.ts';
import { describeFamily } from './describe-tuning.ts';

const dayMs = 86_400_000;
const configured = {
  fastMs: 7 * dayMs,
  slowMs: 120 * dayMs,
  families: { price: { fastMs: dayMs / 2, slowMs: dayMs } },
};
const score = (policy: Partial<UpdatePolicy> & { readonly name: string }, ndcg = 0.5): PolicyScore => ({
  policy: { weighting: 'configured', prior: 10, ...policy },
  hitRate: 0.75,
  ndcg,
  difference: ndcg - 0.5,
  interval: [-0.01, 0.02],
  confidence: 0.8,
  mix: evenMix,
});
const usual = score({ name: 'configured' });
const tuning = (family: string, pick = usual): FamilyTuning => ({
  family,
  sessions: 1_000,
  scores: pick === usual ? [usual] : [pick, usual],
  pick,
  current: usual,
  crowd: {},
});
const slower = score(
  { name: '14 d and 180 d', halfLives: { fastMs: 14 * dayMs, slowMs: 180 * dayMs } },
  0.52,
);

describe('what to configure', () => {
  it('is nothing while every family stays as it is, or only its crowd counts otherwise', () => {
    const prior = tuning('brand', score({ name: 'crowd prior 30', prior: 30 }, 0.51));
    expect(tunedInterests([tuning('category'), prior], configured)).toBeUndefined();
  });

  it('names the half-lives of families, those configured before included', () => {
    expect(tunedInterests([tuning('category', slower)], configured)).toEqual({
      halfLives: {
        fast: '7d',
        slow: '120d',
        families: { price: { fast: '12h', slow: '1d' }, category: { fast: '14d', slow: '180d' } },
      },
    });
  });

  it('names the weights of actions under another weighting', () => {
    const flat = tunedInterests(
      [tuning('brand', score({ name: 'flat weights', weighting: 'flat' }, 0.51))],
      configured,
    );
    expect(flat?.actionWeights?.families?.brand).toMatchObject({ view: 1, order: 1, refund: -1, page: 1 });
    expect(flat).not.toHaveProperty('halfLives');
  });

  it('is a configuration that is taken', () => {
    const steep = tuning('brand', score({ name: 'steep weights', weighting: 'steep' }, 0.51));
    const interests = tunedInterests([tuning('category', slower), steep], configured);
    const resolved = resolveConfig({ interests });
    if (!resolved.ok) throw new Error('the configuration is refused');
    expect(resolved.value.rules.tagHalfLives.families?.category?.fastMs).toBe(14 * dayMs);
  });
});

describe('the table of a family', () => {
  it('marks what is picked, and says how sure that is', () => {
    expect(describeFamily(tuning('category', slower)).split('\n')).toEqual([
      'category: 1000 sessions judged',
      '     policy          hit rate  NDCG@5  better by      95 % interval  confidence  count/fast/slow/crowd',
      '  →  14 d and 180 d     0.750   0.520    +0.0200  −0.0100 … +0.0200      80.0 %    0.25 0.25 0.25 0.25',
      '     configured         0.750   0.500                                              0.25 0.25 0.25 0.25',
    ]);
  });
});
