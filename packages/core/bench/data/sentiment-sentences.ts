import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { DataFolder } from '../task.ts';

/** One labelled sentence of a review: where it was written, and whether it is positive. */
export interface LabelledSentence {
  readonly source: string;
  readonly label: boolean;
  readonly text: string;
}

/** Loads sentiment_sentences.tsv.gz in file order. */
export function loadSentimentSentences(data: DataFolder): LabelledSentence[] {
  const lines = gunzipSync(readFileSync(join(data.path, 'sentiment_sentences.tsv.gz')))
    .toString('utf8')
    .split('\n');
  return lines.slice(1).flatMap((line) => {
    const [source, label, text] = line.split('\t');
    return source === undefined || label === undefined || text === undefined
      ? []
      : [{ source, label: label === '1', text }];
  });
}
