/**
 * Runs every check of the repository, cheapest first: `pnpm test`, or some of them by name: `pnpm test unit`,
 * `pnpm test types integration`. A failing step does not keep the others from running. The last line says
 * `N passed, N failed` (and `, N skipped` if so); the exit code is 0 only if nothing failed.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import process from 'node:process';
import { findBrowser } from '../e2e/harness/find-browser.ts';
import { checkPackage } from './test/check-package.ts';
import { addOutcomes, describeOutcome, type Outcome } from './test/outcome.ts';
import { type ProcessResult, runProcess } from './test/run-process.ts';
import { readVitestOutcome, slowestFiles, type VitestReport } from './test/vitest-outcome.ts';

process.chdir(dirname(import.meta.dirname));
// Also when started without pnpm: our own tools, and Node 24 among them, come first.
process.env.PATH = `${join(process.cwd(), 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`;

const PACKAGES = (await readdir('packages')).sort().map((name) => join('packages', name));

/** A test file that takes longer is named with its time. */
const slowFileMs = 10_000;

/** The steps in their order; each answers one outcome per test it stands for. */
const STEPS: Readonly<Record<string, () => Promise<Outcome>>> = {
  lint: () =>
    checkBy('format and lint', () =>
      runProcess('biome', ['check', '--error-on-warnings'], { output: 'kept' }),
    ),
  types: async () => {
    const outcomes: Outcome[] = [];
    for (const dir of ['.', ...PACKAGES]) {
      const args = ['-p', join(dir, 'tsconfig.json')];
      outcomes.push(await checkBy(`types of ${dir}`, () => runProcess('tsc', args, { output: 'kept' })));
    }
    return addOutcomes(outcomes);
  },
  imports: () =>
    checkBy('import rules', () => runProcess('node', ['scripts/check-imports.ts'], { output: 'kept' })),
  build: () => checkBy('build', () => runProcess('node', ['scripts/build.ts'], { output: 'kept' })),
  packages: async () => {
    const outcomes: Outcome[] = [];
    for (const dir of PACKAGES) {
      outcomes.push(await checkBy(`packed package of ${dir}`, () => checkPackage(dir)));
    }
    return addOutcomes(outcomes);
  },
  unit: () => runVitest('unit'),
  integration: () => runVitest('integration'),
  e2e: async () => {
    // Looked for before, so that a long download is not taken for a hanging test.
    const browser = await checkBy('a browser', async () => ({ exitCode: 0, output: await findBrowser() }));
    return browser.failed > 0 ? browser : addOutcomes([browser, await runVitest('e2e')]);
  },
};

const wanted = process.argv.slice(2).filter((name) => name !== '--');
const unknown = wanted.filter((name) => !(name in STEPS));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; the steps are ${Object.keys(STEPS).join(', ')}`);
  process.exit(2);
}

const outcomes: Outcome[] = [];
for (const [name, run] of Object.entries(STEPS)) {
  if (wanted.length === 0 || wanted.includes(name)) outcomes.push(await run());
}
const total = addOutcomes(outcomes);
if (total.skipped.length > 0) {
  console.log(
    `\nSKIPPED, so nobody knows whether they pass:\n${total.skipped.map((name) => `  - ${name}`).join('\n')}`,
  );
}
console.log(`\n${describeOutcome(total)}`);
process.exitCode = total.failed === 0 ? 0 : 1;

/** One check that counts as one test: a line with its time, and all it said if it failed. */
async function checkBy(name: string, check: () => Promise<ProcessResult>): Promise<Outcome> {
  const startedAt = performance.now();
  let result: ProcessResult;
  try {
    result = await check();
  } catch (error) {
    result = { exitCode: 1, output: String(error) };
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const passed = result.exitCode === 0;
  console.log(`${passed ? '✓' : '✗'} ${name} (${seconds} s)`);
  if (!passed) console.log(result.output.trimEnd());
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: [] };
}

async function runVitest(project: string): Promise<Outcome> {
  const startedAt = performance.now();
  const dir = await mkdtemp(join(tmpdir(), 'likeness-test-'));
  try {
    const reportPath = join(dir, 'report.json');
    const reporters = ['dot', 'json', './scripts/test/second-attempts.ts'].map(
      (name) => `--reporter=${name}`,
    );
    const { exitCode } = await runProcess(
      'vitest',
      [
        'run',
        `--project=${project}`,
        ...reporters,
        `--outputFile.json=${reportPath}`,
        // A browser is a program of others, on a machine that may stand still: see CONTRIBUTING.md.
        `--retry=${project === 'e2e' ? 1 : 0}`,
      ],
      { output: 'shown' },
    );
    // vitest's own JSON reporter wrote it.
    const report = JSON.parse(await readFile(reportPath, 'utf8')) as VitestReport;
    const outcome = readVitestOutcome(report, exitCode);
    for (const { name, ms } of slowestFiles(report, slowFileMs)) {
      console.log(`  ${(ms / 1000).toFixed(1).padStart(6)} s  ${relative('.', name)}`);
    }
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(
      `${outcome.failed === 0 ? '✓' : '✗'} ${project} tests: ${describeOutcome(outcome)} (${seconds} s)`,
    );
    return outcome;
  } catch (error) {
    console.log(`✗ ${project} tests left no report: ${String(error)}`);
    return { passed: 0, failed: 1, skipped: [] };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
