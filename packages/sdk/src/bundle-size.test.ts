import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { beforeAll, expect, it } from 'vitest';
import { bundleScriptTag } from '../bundle.ts';

/** Ceilings in bytes of brotli; a raise goes with its reason into the commit that causes it. */
const ceilings: Readonly<Record<string, number>> = {
  'script-tag': 3_200,
  later: 6_350,
  'web-vitals': 2_300,
  'essential-profile': 7_700,
  // What a page loads only if it asks for it.
  'asked-for': 1_200,
  'search-words': 2_100,
  // All of core's fold: it grows with what a profile holds.
  'whole-profile': 14_000,
};

const sizes = new Map<string, number>();
const contents = new Map<string, string>();

beforeAll(async () => {
  for (const { fileName, code } of await bundleScriptTag()) {
    const name = fileName.replace(/^likeness-|\.js$/g, '');
    sizes.set(name, brotliCompressSync(code).length);
    contents.set(name, code);
  }
});

it.each(Object.entries(ceilings))('keeps %s within %i bytes of brotli', (name, ceiling) => {
  expect(sizes.get(name)).toBeLessThanOrEqual(ceiling);
});

it('consists of these files and no others', () => {
  expect([...sizes.keys()].sort()).toEqual(Object.keys(ceilings).sort());
});

it('evaluates no text as code, which a strict content security policy forbids', () => {
  for (const code of contents.values())
    expect(code).not.toMatch(/\beval\(|new Function|innerHTML|document\.write/);
});

it('names its sizes in the README as they are, to 5 %', async () => {
  const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8');
  for (const name of Object.keys(ceilings)) {
    const size = sizes.get(name) ?? Number.NaN;
    const named = new RegExp(`\\| \`${name}\` \\|[^|]*\\| ([\\d,]+) B`)
      .exec(readme)?.[1]
      ?.replaceAll(',', '');
    expect(Math.abs(Number(named) / size - 1), `${name} is ${size} B, the README says ${named}`).toBeLessThan(
      0.05,
    );
  }
});
