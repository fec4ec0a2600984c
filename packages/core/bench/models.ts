/**
 * Measures every model on its task and prints a table, then one line of JSON.
 *
 *     pnpm bench models [--json] [--only <task>[,<task>]]
 *
 * Each file of `tasks/` is one task; `--json` leaves the table out.
 */
import { readdirSync } from 'node:fs';
import { findDataFolder } from './data/data-folder.ts';
import { formatComparisons, formatRows, reached } from './report/format-result.ts';
import { nestKeys } from './report/nest-keys.ts';
import type { DataFolder, TaskResult } from './task.ts';

const { only, json } = parseArguments(process.argv.slice(2));
const data = findDataFolder();
if (data === undefined) {
  console.warn('bench models: SKIPPED: no data folder (set LIKENESS_DATA, or put it at ../shared/data)');
  console.log(JSON.stringify({ skipped: true }));
} else {
  const names = taskNames().filter((name) => only === undefined || only.includes(name));
  if (names.length === 0) {
    console.error(`no such task: ${only?.join(', ')}; there are: ${taskNames().join(', ')}`);
    process.exitCode = 1;
  } else await runAll(names, data);
}

/** Runs one task after the other; one that fails is reported and makes the exit code 1, the others still count. */
async function runAll(names: readonly string[], folder: DataFolder): Promise<void> {
  const results: TaskResult[] = [];
  for (const name of names) {
    const from = performance.now();
    try {
      const run = await loadTask(name);
      results.push(await run(folder));
      if (!json) console.error(`${name}: ${((performance.now() - from) / 1000).toFixed(1)} s`);
    } catch (error) {
      console.error(`${name}: FAILED`, error);
      process.exitCode = 1;
    }
  }
  if (!json) {
    console.log(formatRows(results.flatMap((result) => result.rows)));
    console.log(formatComparisons(results.flatMap((result) => result.comparisons)));
  }
  const flat: Record<string, number> = Object.assign({}, ...results.map((result) => result.json));
  // Read it as json.intent.auc or as json['intent.auc']; `rows` holds what the table shows.
  const rows = results
    .flatMap((result) => result.rows)
    .map((row) => ({ ...row, seed: row.seed ?? null, reached: reached(row) }));
  console.log(JSON.stringify({ ...nestKeys(flat), ...flat, rows }));
}

/** Speed comes first: later on the engine has made its code general enough for all models at once. */
function taskNames(): string[] {
  return readdirSync(new URL('./tasks/', import.meta.url))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort((a, b) => Number(b === 'speed') - Number(a === 'speed') || (a < b ? -1 : 1));
}

/** A task file exports one function whose name begins with `run`. */
async function loadTask(name: string): Promise<(data: DataFolder) => Promise<TaskResult>> {
  const module: Record<string, unknown> = await import(`./tasks/${name}.ts`);
  const run = Object.entries(module).find(([key]) => key.startsWith('run'))?.[1];
  if (typeof run !== 'function') throw new Error(`bench/tasks/${name}.ts exports no run… function`);
  return async (folder) => await run(folder);
}

function parseArguments(args: readonly string[]): { only: string[] | undefined; json: boolean } {
  const at = args.indexOf('--only');
  const wanted = args.find((arg) => arg.startsWith('--only='))?.slice('--only='.length) ?? args[at + 1];
  const asked = at >= 0 || args.some((arg) => arg.startsWith('--only='));
  return { only: asked ? (wanted ?? '').split(',') : undefined, json: args.includes('--json') };
}
