import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { type ProcessResult, runProcess } from './run-process.ts';

/**
 * Packs one built package as it would be published and checks the tarball: `publint` (does package.json say what is
 * there?) and `attw` (does every TypeScript resolve its types? ES modules only). Stops at the first that fails.
 */
export async function checkPackage(packageDir: string): Promise<ProcessResult> {
  const dir = await mkdtemp(join(tmpdir(), 'likeness-pack-'));
  try {
    const packed = await runPnpm(['pack', '--pack-destination', dir], packageDir);
    if (packed.exitCode !== 0) return packed;
    const [tarball] = await readdir(dir);
    if (tarball === undefined) return { exitCode: 1, output: `${packed.output}\npnpm pack made no tarball` };
    const path = join(dir, tarball);
    const linted = await runProcess('publint', ['--strict', path], { output: 'kept' });
    if (linted.exitCode !== 0) return linted;
    return await runProcess('attw', [path, '--profile', 'esm-only', '--no-emoji'], { output: 'kept' });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** The pnpm that runs us (it says where it is), else the one that npx brings. */
function runPnpm(args: readonly string[], cwd: string): Promise<ProcessResult> {
  const pnpm = process.env.npm_execpath;
  if (pnpm === undefined || !/pnpm/.test(pnpm)) {
    return runProcess('npx', ['--yes', 'pnpm@12', ...args], { output: 'kept', cwd });
  }
  // Version 12 is a program of its own, earlier ones are scripts.
  return /\.[cm]?js$/.test(pnpm)
    ? runProcess(process.execPath, [pnpm, ...args], { output: 'kept', cwd })
    : runProcess(pnpm, args, { output: 'kept', cwd });
}
