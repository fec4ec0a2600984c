import { execFile } from 'node:child_process';
import { copyFile, glob, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a package reads at run time beside its modules: migrations, views, pages. */
const ASSETS = '**/*.{sql,html,css,js,json,svg}';

/**
 * Compiles one package to `dist` (unbundled ES modules and declarations) and copies its assets. `dist` is replaced in
 * one step at the end: a server that reads it meanwhile never finds half of it. Throws with the compiler's messages.
 */
export async function emitPackage(packageDir: string): Promise<void> {
  const draft = join(packageDir, 'node_modules', `.dist-${process.pid}`);
  const typescript = join('node_modules', 'typescript', 'lib', 'tsc.js');
  try {
    await run(process.execPath, [
      typescript,
      '-p',
      join(packageDir, 'tsconfig.build.json'),
      '--outDir',
      draft,
    ]);
  } catch (error) {
    // The compiler emits in spite of errors.
    await rm(draft, { recursive: true, force: true });
    // execFile rejects with an error that carries what the command printed (node:child_process).
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${packageDir} does not compile:\n${stdout ?? ''}${stderr ?? ''}`, { cause: error });
  }
  const source = join(packageDir, 'src');
  for await (const asset of glob(ASSETS, { cwd: source })) {
    const target = join(draft, asset);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(join(source, asset), target);
  }
  const dist = join(packageDir, 'dist');
  await rm(dist, { recursive: true, force: true });
  await rename(draft, dist);
}
