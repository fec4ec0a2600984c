import type { SparseVector } from '../feature/sparse-vector.ts';
import type { SparseLearner } from './sparse-learner.ts';

/** Scores an input and learns its label, as the models do. */
export function learnOutcome<State>(
  learner: SparseLearner<State>,
  state: State,
  { input, label }: { readonly input: SparseVector; readonly label: number },
): void {
  learner.learn(state, input, { score: learner.score(state, input), label });
}
