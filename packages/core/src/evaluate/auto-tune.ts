import type { OnlineModel } from '../models/online-model.ts';
import { logLossOne } from './log-loss.ts';

/** A configuration in the running; made by {@link tuneCandidate}. */
export interface TuneCandidate<Input> {
  readonly name: string;
  /** A fresh run of it: predicts, scores and learns one example, and answers the log loss. */
  start(): { step(input: Input, label: boolean | number): number; state(): unknown };
}

/** Where one configuration ended. */
export interface TuneStanding {
  readonly name: string;
  /** Mean prequential log loss over the examples it saw. */
  readonly logLoss: number;
  readonly examples: number;
  /** Mean log loss above that of the winner on the same examples, and its standard error. */
  readonly behind: number;
  readonly behindError: number;
  readonly stoppedEarly: boolean;
}

/** The choice, and why. */
export interface TuneResult {
  readonly best: string;
  /** Best first; those stopped early come last. */
  readonly standings: readonly TuneStanding[];
  /** One sentence for people. */
  readonly explanation: string;
  /** State of the winner, which has learned the whole stream. */
  readonly state: unknown;
}

/** Bounds of a tuning run. */
export interface TuneOptions {
  /** Losers are looked for every so many examples; default 500. */
  readonly checkEvery?: number;
  /** A loser is this many standard errors behind the leader; default 3. */
  readonly stopAt?: number;
  /** No more candidates than this are accepted; default 32. */
  readonly maxCandidates?: number;
}

/** Makes a model with certain settings a candidate. */
export function tuneCandidate<State, Input>(
  name: string,
  model: OnlineModel<State, Input, number, boolean | number>,
): TuneCandidate<Input> {
  return {
    name,
    start() {
      let state = model.create();
      return {
        step(input, label) {
          const loss = logLossOne(label, model.predictOne(state, input));
          state = model.learnOne(state, input, label);
          return loss;
        },
        state: () => state,
      };
    },
  };
}

/** One candidate while it runs. */
interface Runner<Input> {
  readonly name: string;
  readonly run: ReturnType<TuneCandidate<Input>['start']>;
  readonly losses: number[];
  stopped: boolean;
}

/**
 * Runs all candidates side by side over one stream, prequentially, and answers the one with the lowest log loss.
 * A candidate whose loss is `stopAt` standard errors above the leader's, on the same examples, is stopped early
 * and costs nothing more.
 *
 * @example
 * const stream = Array.from({ length: 600 }, (_, i) => ({ input: { plan: i % 2 }, label: i % 4 === 1 }));
 * autoTune(
 *   [0.01, 0.1].map((rate) => tuneCandidate(`rate ${rate}`, createLogisticRegression({ rate }))),
 *   stream,
 * ).explanation; // 'rate 0.1 was best of 2: log loss …, … ± … below rate 0.01…'
 */
export function autoTune<Input>(
  candidates: readonly TuneCandidate<Input>[],
  stream: Iterable<{ readonly input: Input; readonly label: boolean | number }>,
  options: TuneOptions = {},
): TuneResult {
  const { checkEvery = 500, stopAt = 3, maxCandidates = 32 } = options;
  if (candidates.length === 0 || candidates.length > maxCandidates)
    throw new RangeError(`autoTune takes 1 to ${maxCandidates} candidates, not ${candidates.length}`);
  const runners: Runner<Input>[] = candidates.map((candidate) => ({
    name: candidate.name,
    run: candidate.start(),
    losses: [],
    stopped: false,
  }));
  let seen = 0;
  for (const { input, label } of stream) {
    for (const runner of runners) if (!runner.stopped) runner.losses.push(runner.run.step(input, label));
    if (++seen % checkEvery === 0) stopLosers(runners, stopAt);
  }
  if (seen === 0) throw new RangeError('autoTune was given an empty stream');
  const best = leaderOf(runners);
  const standings = runners
    .map((runner) => standing(runner, best))
    .sort((a, b) => Number(a.stoppedEarly) - Number(b.stoppedEarly) || a.behind - b.behind);
  return { best: best.name, standings, explanation: explain(standings), state: best.run.state() };
}

function stopLosers<Input>(runners: readonly Runner<Input>[], stopAt: number): void {
  const leader = leaderOf(runners);
  for (const runner of runners) {
    if (runner === leader || runner.stopped) continue;
    const { behind, behindError } = standing(runner, leader);
    runner.stopped = behind > stopAt * behindError;
  }
}

/** The lowest mean loss among those still running; the first named of equals. */
function leaderOf<Input>(runners: readonly Runner<Input>[]): Runner<Input> {
  const running = runners.filter((runner) => !runner.stopped);
  return running.reduce((a, b) => (mean(b.losses) < mean(a.losses) ? b : a));
}

function standing<Input>(runner: Runner<Input>, best: Runner<Input>): TuneStanding {
  const differences = runner.losses.map((loss, i) => loss - (best.losses[i] ?? 0));
  const behind = mean(differences);
  const squares = differences.reduce((sum, difference) => sum + (difference - behind) ** 2, 0);
  const count = runner.losses.length;
  return {
    name: runner.name,
    logLoss: mean(runner.losses),
    examples: count,
    behind,
    behindError: count > 1 ? Math.sqrt(squares / (count - 1) / count) : 0,
    stoppedEarly: runner.stopped,
  };
}

function explain(standings: readonly TuneStanding[]): string {
  const [best, second] = standings;
  const stopped = standings.filter(({ stoppedEarly }) => stoppedEarly).length;
  const lead = second
    ? `, ${second.behind.toFixed(4)} ± ${second.behindError.toFixed(4)} below ${second.name}`
    : '';
  const early = stopped > 0 ? `; ${stopped} stopped early` : '';
  return `${best?.name} was best of ${standings.length}: log loss ${best?.logLoss.toFixed(4)}${lead}${early}`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
