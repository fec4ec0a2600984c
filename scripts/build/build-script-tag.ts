import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { rolldown } from 'rolldown';

const DIST = join('packages', 'sdk', 'dist');

/** Where the built script tag is, from the root of the repository. */
export const SCRIPT_TAG_PATH = join(DIST, 'likeness.js');

/** What the script tag loads from beside itself once the page has loaded: module by file name. */
const CHUNKS = {
  'likeness-later.js': 'later.ts',
} as const;

/**
 * Bundles the SDK's script tag straight from the sources: one minified classic script, and beside it the chunks that
 * it imports later, each a module with everything in it. Needs no earlier build, takes well under a second, and
 * replaces each old file in one step.
 */
export async function buildScriptTag(): Promise<void> {
  await mkdir(DIST, { recursive: true });
  await bundle('script-tag.ts', 'likeness.js', 'iife');
  for (const [file, source] of Object.entries(CHUNKS)) await bundle(source, file, 'es');
}

async function bundle(source: string, file: string, format: 'iife' | 'es'): Promise<void> {
  const build = await rolldown({
    input: join('packages', 'sdk', 'src', source),
    platform: 'browser',
    treeshake: { moduleSideEffects: false },
  });
  const { output } = await build.generate({ format, minify: true, codeSplitting: false });
  await build.close();
  const [chunk, ...rest] = output;
  if (rest.length > 0) throw new Error(`${file} must be one file; the bundler made ${output.length}.`);
  const draft = join(DIST, `${file}.${process.pid}`);
  await writeFile(draft, chunk.code);
  await rename(draft, join(DIST, file));
}
