import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { bundleScriptTag } from '../../packages/sdk/bundle.ts';

const DIST = join('packages', 'sdk', 'dist');

/** Where the built script tag is, from the root of the repository. */
export const SCRIPT_TAG_PATH = join(DIST, 'likeness.js');

/**
 * Bundles the SDK's script tag straight from the sources: one minified classic script, and beside it, as modules named
 * `likeness-….js`, what it imports once the page has loaded. Needs no earlier build, takes well under a second, and replaces
 * each old file in one step. Answers the paths of all files, the script tag's first.
 */
export async function buildScriptTag(): Promise<readonly string[]> {
  await mkdir(DIST, { recursive: true });
  const paths: string[] = [];
  for (const { code, fileName } of await bundleScriptTag()) {
    const path = join(DIST, fileName.replace('likeness-script-tag', 'likeness'));
    await writeFile(`${path}.${process.pid}`, code);
    await rename(`${path}.${process.pid}`, path);
    paths.push(path);
  }
  return paths;
}
