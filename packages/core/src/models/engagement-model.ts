import { collectContributions } from './contributions.ts';
import { logOdds, sigmoid } from './log-odds.ts';
import type { ItemisedModel } from './online-model.ts';

/** What a visitor can be seen doing. */
export const ENGAGEMENT_SIGNALS = [
  'browse',
  'search',
  'compare',
  'cart',
  'checkout',
  'idle',
  'backtrack',
  'exit',
] as const;

/** One observation. */
export type EngagementSignal = (typeof ENGAGEMENT_SIGNALS)[number];

/** What cannot be seen, as probabilities that sum to 1. */
export interface EngagementBelief {
  readonly engaged: number;
  readonly deciding: number;
  readonly leaving: number;
}

/** State of {@link createEngagementModel}: expected counts, row by row, prior counts included. */
export interface EngagementState {
  /** First latent state of a session: 3 numbers. */
  readonly start: number[];
  /** Latent state to latent state: 3 × 3. */
  readonly transitions: number[];
  /** Latent state to signal: 3 × the signals. */
  readonly emissions: number[];
}

const BELIEFS = ['engaged', 'deciding', 'leaving'] as const;
const STATES = BELIEFS.length;
const SIGNALS = ENGAGEMENT_SIGNALS.length;
/** Sessions longer than this are learned and filtered from their end. */
const LONGEST = 256;
/**
 * Prior counts. They say what the three states mean (the model could not name them by itself) and weigh as much
 * as some dozens of observations: enough to keep the meaning, little enough to learn a site's own habits.
 */
const START = [8, 1, 1];
const TRANSITIONS = [16, 3, 1, 3, 14, 3, 1, 1, 18];
const EMISSIONS = [
  [20, 8, 2, 1, 0.2, 1, 1, 0.2],
  [4, 1, 12, 9, 6, 1, 2, 0.2],
  [2, 0.5, 0.5, 0.2, 0.2, 14, 8, 10],
];

/**
 * A dynamic Bayesian network of one hidden variable (engaged, deciding, leaving) and one observed signal per step:
 * where is this visitor in their mind, right now?
 *
 * Filtering is closed form, `b_t(j) ∝ P(signal | j) · Σ_i b_{t−1}(i)·P(j | i)`, and so is learning: each finished
 * session adds its expected starts, transitions and emissions from the forward-backward pass to the counts
 * (Baum-Welch, Rabiner 1989, as incremental EM, Neal and Hinton 1998; Dirichlet priors). Input: the signals of the
 * session so far. Label: `'open'` while it goes on (nothing is learned, a step is not yet a session) or
 * `'ended'`. Prediction: the belief after the last signal. Explanation: how far each signal moved the log-odds of a
 * state. Bytes: 288.
 *
 * @example
 * const model = createEngagementModel();
 * const state = model.create();
 * model.predictOne(state, ['browse', 'compare', 'cart']).deciding; // above 0.8
 * model.learnOne(state, ['browse', 'idle', 'exit'], 'ended');
 */
export function createEngagementModel(): ItemisedModel<
  EngagementState,
  readonly EngagementSignal[],
  EngagementBelief,
  'open' | 'ended',
  keyof EngagementBelief
> {
  return {
    name: 'engagement',
    version: 1,
    create: () => ({ start: [...START], transitions: [...TRANSITIONS], emissions: EMISSIONS.flat() }),
    predictOne(state, session) {
      const beliefs = filterSession(state, session.slice(-LONGEST));
      const [engaged = 0, deciding = 0, leaving = 0] = beliefs.at(-1) ?? normalise(state.start);
      return { engaged, deciding, leaving };
    },
    learnOne(state, session, label) {
      if (label === 'ended' && session.length > 0) learnSession(state, session.slice(-LONGEST));
      return state;
    },
    explainOne(state, session, part) {
      const read = session.slice(-LONGEST);
      const at = BELIEFS.indexOf(part);
      const beliefs = [normalise(state.start), ...filterSession(state, read)];
      const odds = beliefs.map((belief) => logOdds(belief[at] ?? 0));
      const total = odds.at(-1) ?? 0;
      const contributions = collectContributions((add) => {
        add('(start)', odds[0] ?? 0);
        read.forEach((signal, i) => {
          add(signal, (odds[i + 1] ?? 0) - (odds[i] ?? 0));
        });
      });
      return { prediction: sigmoid(total), total, unit: 'log-odds', contributions };
    },
  };
}

/** The forward pass: the belief after each signal. */
function filterSession(state: EngagementState, session: readonly EngagementSignal[]): number[][] {
  const transitions = rowsOf(state.transitions, STATES);
  const emissions = rowsOf(state.emissions, SIGNALS);
  const beliefs: number[][] = [];
  for (const signal of session) {
    const seen = ENGAGEMENT_SIGNALS.indexOf(signal);
    const before = beliefs.at(-1);
    const expected = before
      ? before.map((_, j) => sum(before.map((belief, i) => belief * (transitions[i]?.[j] ?? 0))))
      : normalise(state.start);
    beliefs.push(normalise(expected.map((p, j) => p * (emissions[j]?.[seen] ?? 1))));
  }
  return beliefs;
}

function learnSession(state: EngagementState, session: readonly EngagementSignal[]): void {
  const transitions = rowsOf(state.transitions, STATES);
  const emissions = rowsOf(state.emissions, SIGNALS);
  const beliefs = filterSession(state, session);
  // The backward pass, from the last signal: how well each latent state explains what came after it.
  let after = [1, 1, 1];
  for (let t = session.length - 1; t >= 0; t -= 1) {
    const belief = beliefs[t] ?? [];
    const seen = ENGAGEMENT_SIGNALS.indexOf(session[t] ?? 'idle');
    const smoothed = normalise(belief.map((p, j) => p * (after[j] ?? 0)));
    for (const [j, p] of smoothed.entries()) {
      add(state.emissions, j * SIGNALS + seen, p);
      if (t === 0) add(state.start, j, p);
    }
    if (t === 0) return;
    const earlier = beliefs[t - 1] ?? [];
    const explains = after.map((p, j) => p * (emissions[j]?.[seen] ?? 1));
    const pairs = normalise(
      earlier.flatMap((p, i) => explains.map((e, j) => p * (transitions[i]?.[j] ?? 0) * e)),
    );
    for (const [pair, p] of pairs.entries()) add(state.transitions, pair, p);
    after = normalise(earlier.map((_, i) => sum(explains.map((e, j) => (transitions[i]?.[j] ?? 0) * e))));
  }
}

function rowsOf(counts: readonly number[], length: number): number[][] {
  return Array.from({ length: STATES }, (_, i) => normalise(counts.slice(i * length, (i + 1) * length)));
}

function normalise(weights: readonly number[]): number[] {
  const total = sum(weights);
  return weights.map((weight) => weight / total);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function add(counts: number[], index: number, amount: number): void {
  counts[index] = (counts[index] ?? 0) + amount;
}
