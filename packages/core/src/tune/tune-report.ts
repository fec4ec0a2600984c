import type { CrowdShares, RelevanceMix } from '../profile/relevance.ts';
import { type Crowd, crowdShares } from './crowd.ts';
import { pairedDifference } from './paired-difference.ts';
import { configuredPolicy, type UpdatePolicy } from './update-policy.ts';

/** What the policies came to in one family, as sums. */
export interface FamilyOutcome {
  readonly family: string;
  /** Sessions judged, by group of users. */
  readonly sessions: readonly number[];
  readonly crowd: Crowd;
  readonly policies: readonly {
    readonly policy: UpdatePolicy;
    /** As learned to the end. */
    readonly mix: RelevanceMix;
    readonly hits: number;
    /** Sums of NDCG@5, by group of users. */
    readonly ndcg: readonly number[];
  }[];
}

/** How one policy did in one family. */
export interface PolicyScore {
  readonly policy: UpdatePolicy;
  /** Share of the sessions in which one of the five tags foreseen was touched, 0–1. */
  readonly hitRate: number;
  /** Mean NDCG@5, 0–1. */
  readonly ndcg: number;
  /** Mean NDCG@5 less that of the configured policy, over the same sessions, with its 95 % interval. */
  readonly difference: number;
  readonly interval: readonly [low: number, high: number];
  /** Probability that it is truly better than the configured policy, 0–1. */
  readonly confidence: number;
  readonly mix: RelevanceMix;
}

/** What was learned of one family. */
export interface FamilyTuning {
  readonly family: string;
  /** Sessions judged. */
  readonly sessions: number;
  /** Best first. */
  readonly scores: readonly PolicyScore[];
  /** The policy to use; the configured one unless another is better beyond doubt. */
  readonly pick: PolicyScore;
  /** The configured policy with the prior of the crowd that did best: what relevance is read with as things stand. */
  readonly current: PolicyScore;
  readonly crowd: CrowdShares;
}

/** A family with fewer sessions judged keeps its policy. */
const fewestSessions = 200;

/** Tags of the crowd that are kept of each family. */
const crowdTags = 500;

/** How sure a pick must be, 0–1. */
const sureEnough = 0.95;

/**
 * Scores the policies of every family, and picks.
 *
 * A pick must have the highest NDCG@5 of those that beat the configured policy with 95 %, divided among as many
 * policies as were tried (Bonferroni): the best of twenty looks good by chance.
 */
export function tuneFamilies(outcomes: readonly FamilyOutcome[]): readonly FamilyTuning[] {
  return outcomes
    .map((outcome): FamilyTuning | undefined => {
      const sessions = sum(outcome.sessions);
      const scores = scoresOf(outcome);
      const configured = scores.find(({ policy }) => policy.name === configuredPolicy);
      if (configured === undefined || sessions === 0) return undefined;
      const tried = scores.filter(({ policy }) => policy.mix === undefined && policy !== configured.policy);
      const needed = 1 - (1 - sureEnough) / Math.max(1, tried.length);
      const better = sessions < fewestSessions ? [] : tried.filter((score) => score.confidence >= needed);
      const isAsStored = ({ policy }: PolicyScore): boolean =>
        policy.weighting === 'configured' && policy.halfLives === undefined;
      return {
        family: outcome.family,
        sessions,
        scores: [...scores].sort((a, b) => b.ndcg - a.ndcg),
        pick: best(better, configured),
        current: best(better.filter(isAsStored), configured),
        crowd: crowdShares(outcome.crowd, crowdTags),
      };
    })
    .filter((tuning) => tuning !== undefined)
    .sort((a, b) => b.sessions - a.sessions || (a.family < b.family ? -1 : 1));
}

function scoresOf({ sessions, policies }: FamilyOutcome): readonly PolicyScore[] {
  const configured = policies.find(({ policy }) => policy.name === configuredPolicy);
  const total = sum(sessions);
  return policies.map(({ policy, mix, hits, ndcg }) => {
    const differences = ndcg.map((own, g) => own - (configured?.ndcg[g] ?? 0));
    const { mean, interval, confidence } = pairedDifference(differences, sessions);
    return {
      policy,
      hitRate: hits / Math.max(1, total),
      ndcg: sum(ndcg) / Math.max(1, total),
      difference: mean,
      interval,
      confidence,
      mix,
    };
  });
}

function best(scores: readonly PolicyScore[], otherwise: PolicyScore): PolicyScore {
  return scores.reduce((top, score) => (score.ndcg > top.ndcg ? score : top), otherwise);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
