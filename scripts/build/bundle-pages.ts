import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { rolldown } from 'rolldown';

/** Scripts of pages that we serve ourselves: one module each, from TypeScript. */
const PAGES = [
  {
    input: join('e2e', 'shop', 'client', 'shop.ts'),
    output: join('e2e', 'shop', 'dist', 'shop.js'),
  },
  {
    input: join('packages', 'collector', 'src', 'dashboard', 'client', 'dashboard.ts'),
    output: join('packages', 'collector', 'dist', 'dashboard', 'dashboard.js'),
  },
] as const;

/** Bundles the demo shop's panel and the operator's dashboard, each to one minified module; replaces files whole. */
export async function bundlePages(): Promise<void> {
  await Promise.all(PAGES.map(({ input, output }) => bundlePage(input, output)));
}

async function bundlePage(input: string, output: string): Promise<void> {
  const bundle = await rolldown({ input, platform: 'browser' });
  const made = await bundle.generate({ format: 'esm', minify: true, codeSplitting: false });
  await bundle.close();
  const [chunk, ...rest] = made.output;
  if (rest.length > 0)
    throw new Error(`${input} must become one file; the bundler made ${made.output.length}.`);
  await mkdir(dirname(output), { recursive: true });
  const draft = `${output}.${process.pid}`;
  await writeFile(draft, chunk.code);
  await rename(draft, output);
}
