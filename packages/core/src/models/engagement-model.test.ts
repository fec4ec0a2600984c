import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { createEngagementModel, ENGAGEMENT_SIGNALS, type EngagementSignal } from './engagement-model.ts';
import { describeOnlineModel } from './online-model.contract.ts';

const model = createEngagementModel();

describe('engagement model', () => {
  it('filters as Bayes does by hand', () => {
    const state = { start: [1, 1, 2], transitions: [1, 0, 0, 0, 1, 0, 0, 0, 1], emissions: [] as number[] };
    // browse is seen in 1/2, 1/4 and 1/8 of the steps of the three states; the rest is exit.
    state.emissions = [0.5, 0.25, 0.125].flatMap((p) => [p, 0, 0, 0, 0, 0, 0, 1 - p]);
    const { engaged, deciding, leaving } = model.predictOne(state, ['browse']);
    // priors 1/4, 1/4, 1/2 times the likelihoods: 2/16, 1/16, 1/16.
    expect([engaged, deciding, leaving]).toEqual([0.5, 0.25, 0.25]);
  });

  it('knows a visitor with a cart from one who wanders off, before it has learned anything', () => {
    const state = model.create();
    expect(model.predictOne(state, ['browse', 'compare', 'cart']).deciding).toBeGreaterThan(0.8);
    expect(model.predictOne(state, ['browse', 'idle', 'backtrack']).leaving).toBeGreaterThan(0.8);
    expect(model.predictOne(state, ['browse', 'search', 'browse']).engaged).toBeGreaterThan(0.8);
  });

  it('learns transitions from finished sessions and nothing from open ones', () => {
    const state = model.create();
    const before = JSON.stringify(state);
    model.learnOne(state, ['browse', 'cart'], 'open');
    expect(JSON.stringify(state)).toBe(before);
    const random = createSeededRandom(3);
    const seen: EngagementSignal[][] = Array.from({ length: 400 }, (): EngagementSignal[] =>
      random() < 0.9 ? ['browse', 'browse', 'cart', 'checkout'] : ['browse', 'idle', 'exit'],
    );
    for (const session of seen) model.learnOne(state, session, 'ended');
    const [toEngaged = 0, toDeciding = 0, toLeaving = 0] = state.transitions.slice(0, 3);
    const total = toEngaged + toDeciding + toLeaving;
    // Half of the steps from browsing lead to a cart: far more than the prior's 3 of 20.
    expect(toDeciding / total).toBeGreaterThan(0.3);
  });

  it('raises the likelihood of what it learns from', () => {
    const session: EngagementSignal[] = ['browse', 'backtrack', 'cart', 'idle'];
    const state = model.create();
    const likelihood = (): number => sessionLikelihood(state, session);
    const before = likelihood();
    for (let i = 0; i < 50; i += 1) model.learnOne(state, session, 'ended');
    expect(likelihood()).toBeGreaterThan(before * 10);
  });
});

/** P(session) by summing over all paths of latent states: 3^n of them. */
function sessionLikelihood(state: ReturnType<typeof model.create>, session: readonly EngagementSignal[]) {
  const share = (counts: readonly number[], at: number, from: number, length: number): number =>
    (counts[at] ?? 0) / counts.slice(from, from + length).reduce((total, count) => total + count, 0);
  let total = 0;
  for (let path = 0; path < 3 ** session.length; path += 1) {
    let p = 1;
    let before = -1;
    for (const [t, signal] of session.entries()) {
      const j = Math.floor(path / 3 ** t) % 3;
      p *= before < 0 ? share(state.start, j, 0, 3) : share(state.transitions, before * 3 + j, before * 3, 3);
      p *= share(state.emissions, j * 8 + ENGAGEMENT_SIGNALS.indexOf(signal), j * 8, 8);
      before = j;
    }
    total += p;
  }
  return total;
}

const anySignal = (index: number): EngagementSignal => ENGAGEMENT_SIGNALS[index % 8] ?? 'idle';

const afterBrowsing = (signal: EngagementSignal): EngagementSignal[] => ['browse', signal];

describeOnlineModel({
  model,
  example: (index, random) => ({
    input: afterBrowsing(anySignal(Math.floor(random() * 8))),
    label: index % 3 === 0 ? 'open' : 'ended',
  }),
  extremes: [
    { input: [], label: 'ended' },
    { input: new Array<EngagementSignal>(10_000).fill('checkout'), label: 'ended' },
  ],
  novel: (index) => ({
    input: Array.from({ length: 5 }, (_, i) => anySignal(index >> i)),
    label: 'ended',
  }),
  novelCount: 5_000,
  maxStateChars: 2_000,
  explain: (state, input) => model.explainOne(state, input, 'deciding'),
  explained: ({ deciding }) => deciding,
});
