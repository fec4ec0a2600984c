import type { OnlineModel } from '../models/online-model.ts';

/** One example of a stream. */
export interface StreamExample<Input, Label> {
  readonly input: Input;
  readonly label: Label;
  /** When the prediction is asked for, in any unit; default: its position. */
  readonly at?: number;
  /** When the label becomes known, same unit; default: at once, before the next prediction. */
  readonly labelAt?: number;
}

/** One prediction of a run, with the label that came later. */
export interface Scored<Prediction, Label> {
  readonly prediction: Prediction;
  readonly label: Label;
}

/** What a run answers: predictions in the order in which they were made, and the state at the end. */
export interface PrequentialRun<State, Prediction, Label> {
  readonly scored: readonly Scored<Prediction, Label>[];
  readonly state: State;
}

/**
 * Test-then-train: predicts each example **before** its label is learned, and learns a label only once it is
 * known (`labelAt`). Labels that mature together are learned in the order of their predictions; those that never
 * mature within the stream are scored, not learned (Gama, Sebastião, Rodrigues 2013).
 *
 * @example
 * const model = createBaseRate({ predictBy: 'all' });
 * const stream = [true, true, false].map((label) => ({ input: {}, label }));
 * runPrequential(model, stream).scored.map(({ prediction }) => prediction); // [0.5, 0.667, 0.75]
 */
export function runPrequential<State, Input, Prediction, Label>(
  model: OnlineModel<State, Input, Prediction, Label>,
  stream: Iterable<StreamExample<Input, Label>>,
  initial: State = model.create(),
): PrequentialRun<State, Prediction, Label> {
  let state = initial;
  const scored: Scored<Prediction, Label>[] = [];
  const waiting = createLabelQueue<StreamExample<Input, Label>>();
  let at = 0;
  let position = 0;
  for (const example of stream) {
    at = example.at ?? position;
    for (const { input, label } of waiting.takeUntil(at)) state = model.learnOne(state, input, label);
    scored.push({ prediction: model.predictOne(state, example.input), label: example.label });
    waiting.add(example, example.labelAt ?? at);
    position++;
  }
  for (const { input, label } of waiting.takeUntil(at)) state = model.learnOne(state, input, label);
  return { scored, state };
}

/** Examples waiting for their labels, taken out in the order in which labels mature, then of arrival. */
function createLabelQueue<T>(): { add(item: T, matures: number): void; takeUntil(now: number): T[] } {
  const queue: { readonly item: T; readonly matures: number }[] = [];
  let head = 0;
  return {
    add(item, matures) {
      let place = queue.length;
      // Labels mostly mature in the order of their predictions, so this loop mostly does not run.
      while (place > head && (queue[place - 1]?.matures ?? 0) > matures) place--;
      queue.splice(place, 0, { item, matures });
    },
    takeUntil(now) {
      const from = head;
      while (head < queue.length && (queue[head]?.matures ?? Number.POSITIVE_INFINITY) <= now) head++;
      const taken = queue.slice(from, head).map(({ item }) => item);
      if (head > 1024 && head > queue.length / 2) {
        queue.splice(0, head);
        head = 0;
      }
      return taken;
    },
  };
}
