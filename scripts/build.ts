/**
 * Builds what is published: `node scripts/build.ts` makes `dist` of all three packages, `node scripts/build.ts
 * script-tag` the SDK's script tag and our own pages' scripts (all that `pnpm start` needs, since Node runs the sources).
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import process from 'node:process';
import { buildScriptTag } from './build/build-script-tag.ts';
import { bundlePages } from './build/bundle-pages.ts';
import { emitPackage } from './build/emit-package.ts';
import { describeSize, measureSize } from './build/measure-size.ts';

process.chdir(dirname(import.meta.dirname));
const [target = 'all', ...rest] = process.argv.slice(2);
if (rest.length > 0 || !['all', 'script-tag'].includes(target)) {
  console.error('usage: node scripts/build.ts [script-tag]');
  process.exit(2);
}

const startedAt = performance.now();
try {
  if (target === 'all') {
    // The others are compiled against the declarations of core.
    await emitPackage('packages/core');
    await Promise.all([emitPackage('packages/sdk'), emitPackage('packages/collector')]);
  }
  const files = await buildScriptTag();
  await bundlePages();
  for (const file of files) {
    const digest = createHash('sha384')
      .update(await readFile(file))
      .digest('base64');
    console.log(`${file}: ${describeSize(await measureSize(file))}, integrity sha384-${digest}`);
  }
  console.log(`built ${target} in ${Math.round(performance.now() - startedAt)} ms`);
} catch (error) {
  // The message is the compiler's or the bundler's; where in this script it came up helps nobody.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
