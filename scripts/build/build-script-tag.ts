import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { rolldown } from 'rolldown';

/** Where the built script tag is, from the root of the repository. */
export const SCRIPT_TAG_PATH = join('packages', 'sdk', 'dist', 'likeness.js');

/**
 * Bundles the SDK's script tag straight from the sources: one minified classic script with everything in it. Needs no
 * earlier build, takes well under a second, and replaces the old file in one step.
 */
export async function buildScriptTag(): Promise<void> {
  const bundle = await rolldown({
    input: join('packages', 'sdk', 'src', 'script-tag.ts'),
    platform: 'browser',
    treeshake: { moduleSideEffects: false },
  });
  const { output } = await bundle.generate({ format: 'iife', minify: true, codeSplitting: false });
  await bundle.close();
  const [chunk, ...rest] = output;
  if (rest.length > 0) throw new Error(`The script tag must be one file; the bundler made ${output.length}.`);
  await mkdir(dirname(SCRIPT_TAG_PATH), { recursive: true });
  const draft = `${SCRIPT_TAG_PATH}.${process.pid}`;
  await writeFile(draft, chunk.code);
  await rename(draft, SCRIPT_TAG_PATH);
}
