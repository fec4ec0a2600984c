import type { ExplainableModel } from '../../src/models/online-model.ts';
import { createSentimentModel } from '../../src/models/sentiment-model.ts';
import { createTextModel } from '../../src/models/text-model.ts';
import { ENGLISH_LEXICON } from '../../src/text/english-lexicon.ts';
import { createLexiconSentiment } from '../../src/text/lexicon-sentiment.ts';
import { type LabelledSentence, loadSentimentSentences } from '../data/sentiment-sentences.ts';
import type { DataFolder, TaskResult, TaskScope } from '../task.ts';

/** Chosen by five-fold cross-validation on the training rows; 1 pass costs about a point. */
const PASSES = 5;

/** Section 6 of the data page: fixed split (i % 5 == 4 is test), accuracy. */
export async function runSentiment(
  data: DataFolder,
  scope: TaskScope = 'with-comparisons',
): Promise<TaskResult> {
  const rows = loadSentimentSentences(data);
  const test = rows.filter((_, i) => i % 5 === 4);
  const train = rows.filter((_, i) => i % 5 !== 4);
  const lexicon = createLexiconSentiment([ENGLISH_LEXICON]);

  const lexiconStarted = performance.now();
  const byLexicon = accuracy(test, (text) => lexicon.scoreText(text).score > 0);
  const lexiconSeconds = (performance.now() - lexiconStarted) / 1000;
  const trainedStarted = performance.now();
  const trained = trainedAccuracy(createSentimentModel(), { train, test, passes: PASSES });
  const trainedSeconds = (performance.now() - trainedStarted) / 1000;
  return {
    rows: [
      {
        task: 'sentiment',
        metric: 'accuracy, lexicon',
        value: byLexicon,
        must: 0.82,
        better: 'higher',
        reference: 'VADER words .798, with negation .821',
        seconds: lexiconSeconds,
      },
      {
        task: 'sentiment',
        metric: 'accuracy, trained',
        value: trained,
        must: 0.86,
        goal: 0.88,
        better: 'higher',
        reference: 'VW 20 passes .861, TF-IDF + lexicon LR .877',
        seconds: trainedSeconds,
      },
    ],
    json: { 'sentiment.accuracy': trained, 'sentiment.lexiconAccuracy': byLexicon },
    comparisons: scope === 'rows-only' ? [] : compare(),
  };

  function compare(): TaskResult['comparisons'] {
    return Object.entries({
      majority: accuracy(test, () => false),
      'lexicon alone': byLexicon,
      'n-grams alone, 5 passes': trainedAccuracy(createTextModel(), { train, test, passes: PASSES }),
      'n-grams + lexicon, 1 pass': trainedAccuracy(createSentimentModel(), { train, test, passes: 1 }),
      'n-grams + lexicon, 5 passes': trained,
    }).map(([model, figure]) => ({ task: 'sentiment', model, figures: { accuracy: figure } }));
  }
}

function trainedAccuracy<State>(
  model: ExplainableModel<State, string, boolean>,
  run: {
    readonly train: readonly LabelledSentence[];
    readonly test: readonly LabelledSentence[];
    readonly passes: number;
  },
): number {
  const state = model.create();
  for (let pass = 0; pass < run.passes; pass++) {
    for (const { text, label } of run.train) model.learnOne(state, text, label);
  }
  return accuracy(run.test, (text) => model.predictOne(state, text) >= 0.5);
}

function accuracy(rows: readonly LabelledSentence[], predict: (text: string) => boolean): number {
  return rows.filter(({ text, label }) => predict(text) === label).length / rows.length;
}
