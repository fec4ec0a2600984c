import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { rolldown } from 'rolldown';
import type { DataFolder, TaskResult } from '../task.ts';

/** An exported function and the file it lives in, below src/. */
export type Part = readonly [name: string, file: string];

/** What predicts and decides on the device. */
const DECIDING: readonly Part[] = [
  ['createFtrlModel', 'models/ftrl.ts'],
  ['createMarkovModel', 'models/markov-model.ts'],
  ['assignVariant', 'experiment/assign-variant.ts'],
];
/**
 * What a page loads to profile its visitor, decide segments and variants, and predict, on the device: the fold and the
 * measures that the script tag has unless a site asks for more, which are those of tags, counts and ready-made segments.
 */
export const BROWSER: readonly Part[] = [
  ['createEssentialFold', 'profile/essential-fold.ts'],
  ['matchesRule', 'segment/matches-rule.ts'],
  ['readEssentialMeasure', 'segment/read-essential-measure.ts'],
  ...DECIDING,
];
/** The same with all slices of a profile, rules of a site's own and every measure a segment can ask for. */
export const BROWSER_WHOLE: readonly Part[] = [
  ['foldEvent', 'profile/fold-event.ts'],
  ['compileRules', 'profile/fold-rules.ts'],
  ['eventTags', 'profile/event-tags.ts'],
  ['matchesSegment', 'segment/matches-segment.ts'],
  ...DECIDING,
];
/** Others, to compare. */
const PROPENSITY: Part = ['createPropensityModel', 'models/propensity.ts'];

/** Minified and brotli-compressed size of what the browser loads from this package. No data file is read. */
export async function runBytes(_data: DataFolder): Promise<TaskResult> {
  const from = performance.now();
  const size = await bundleBytes(BROWSER);
  const whole = await bundleBytes(BROWSER_WHOLE);
  const seconds = (performance.now() - from) / 1000;
  const comparisons: TaskResult['comparisons'][number][] = [];
  for (const part of [...BROWSER, ...BROWSER_WHOLE.filter((part) => !BROWSER.includes(part)), PROPENSITY])
    comparisons.push({
      task: 'bytes alone, minified + brotli',
      model: part[0],
      figures: { bytes: await bundleBytes([part]) },
    });
  const about = { task: 'bytes', must: 15_000, better: 'lower', seconds } as const;
  return {
    rows: [
      {
        ...about,
        metric: 'fold, tags, segments, linear, Markov, assignment',
        value: size,
        goal: 9_000,
      },
      { ...about, metric: 'the same with every slice, rule and measure', value: whole },
    ],
    json: { 'bytes.browser': size, 'bytes.browserWhole': whole },
    comparisons,
  };
}

/** Bundles the parts named, as an application's bundler would, and answers the compressed size. */
export async function bundleBytes(parts: readonly Part[]): Promise<number> {
  const entry = 'likeness-bench-entry';
  const source = parts
    .map(([name, file]) => {
      const path = fileURLToPath(new URL(`../../src/${file}`, import.meta.url));
      return `export { ${name} } from ${JSON.stringify(path)};`;
    })
    .join('\n');
  const bundle = await rolldown({
    input: entry,
    platform: 'browser',
    plugins: [
      {
        name: 'virtual-entry',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? source : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  await bundle.close();
  const code = output.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('');
  return brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}
