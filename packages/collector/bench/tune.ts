/**
 * `pnpm bench tune [--json] [--only online-retail|movielens]`: imports public data sets into an embedded Postgres and runs
 * `likeness tune` on them: the tables of docs/tuning.md. The last line is one JSON object.
 *
 * The figures depend on the data alone; only the seconds depend on the machine.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import pino from 'pino';
import { runCommandLine } from '../src/cli/run.ts';
import { splitFields } from '../src/import/split-fields.ts';
import { startEmbeddedPostgres } from '../src/store/embedded-postgres.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string' } } });
const data = process.env.LIKENESS_DATA ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const say = (line: string): void => {
  if (values.json !== true) console.log(line);
};

if (!existsSync(data)) {
  console.warn('bench tune: SKIPPED: no data folder (set LIKENESS_DATA, or put it at ../shared/data)');
  console.log(JSON.stringify({ skipped: true }));
} else await runAll();

async function runAll(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'likeness-bench-tune-'));
  const server = await startEmbeddedPostgres({
    dataDir: join(dir, 'postgres'),
    port: 0,
    settings: { fsync: 'off' },
  });
  const likeness = async (...args: readonly string[]): Promise<string> => {
    let out = '';
    const code = await runCommandLine({
      args: [...args, '--database-url', server.url],
      env: {},
      stdin: () => Readable.from([]),
      print: (line) => {
        out += `${line}\n`;
      },
      report: (text) => process.stderr.write(text),
      isInteractive: false,
      log: pino({ level: 'fatal' }),
      signal: new AbortController().signal,
      now: Date.now,
      random: Math.random,
    });
    if (code !== 0) throw new Error(`likeness ${args.join(' ')} ended with ${code}:\n${out}`);
    return out;
  };
  const sources: Readonly<Record<string, () => Promise<readonly string[]>>> = {
    'online-retail': async () =>
      await Promise.resolve([
        join(data, 'online_retail_2010-12_2011-06.csv.gz'),
        '--mapping',
        'online-retail',
      ]),
    movielens: async () => [await writeMovieLens(join(dir, 'movielens.ndjson'))],
  };
  const report: Record<string, unknown> = {};
  try {
    for (const [site, source] of Object.entries(sources)) {
      if (values.only !== undefined && values.only !== site) continue;
      await likeness('keys', 'create', 'write', '--site', site);
      await likeness('import', ...(await source()), '--site', site);
      const startedAt = performance.now();
      const tuned = await likeness('tune', '--site', site, '--json', '--profiles', '10000');
      const seconds = (performance.now() - startedAt) / 1_000;
      say(`${site}: ${seconds.toFixed(1)} s`);
      if (values.json !== true)
        say(await likeness('tune', '--site', site, '--profiles', '10000', '--dry-run'));
      report[site] = { seconds, ...(JSON.parse(tuned) as object) };
    }
  } finally {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  }
  console.log(JSON.stringify(report));
}

/** MovieLens as a video service's traffic: each rating is a video watched to its end; genres are its keywords. */
async function writeMovieLens(file: string): Promise<string> {
  const genres = new Map(
    (await readRows('movies')).map((cells) => [cells[0], (cells.at(-1) ?? '').split('|')]),
  );
  const lines = (await readRows('ratings')).map(([userId = '', movie = '', rating, at]) =>
    JSON.stringify({
      type: 'track',
      event: 'Video Content Completed',
      messageId: `${userId}-${movie}`,
      userId,
      timestamp: new Date(Number(at) * 1_000).toISOString(),
      properties: { title: `movie ${movie}`, rating: Number(rating), keywords: genres.get(movie) ?? [] },
    }),
  );
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

async function readRows(name: string): Promise<readonly (readonly string[])[]> {
  const text = gunzipSync(await readFile(join(data, 'ml-latest-small', `${name}.csv.gz`))).toString();
  const [, ...lines] = text.trimEnd().split(/\r?\n/);
  return lines.map((line) => {
    const fields = splitFields(line);
    if (!fields.ok) throw new Error(`a line of ${name}.csv is no CSV`);
    return fields.value;
  });
}
