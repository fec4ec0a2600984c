import { existsSync } from 'node:fs';
import { type ImportPlan, type ImportResult, importFile } from '../import/import-file.ts';
import {
  createProgressDisplay,
  formatCount,
  formatDuration,
  rowsPerSecond,
} from '../import/import-progress.ts';
import { type InputFile, openInputFile, standardInput } from '../import/input-file.ts';
import type { Engine } from '../service.ts';
import { ImportMovedError } from '../store/import-store.ts';
import { type CommandContext, UsageError } from './command.ts';

/** An import's result with how long this run took. */
export interface TimedResult extends ImportResult {
  readonly seconds: number;
  readonly rowsPerSecond: number;
}

/**
 * Imports one file as `planOf` says, with a progress bar; `undefined` when it says not to. Throws a {@link UsageError}
 * for what the caller can mend.
 */
export async function runImport(
  engine: Engine,
  {
    path,
    planOf,
  }: { readonly path: string; readonly planOf: (file: InputFile) => Promise<ImportPlan | undefined> },
  context: CommandContext,
): Promise<TimedResult | undefined> {
  const { now, signal } = context;
  const file = await openInputFile(path, context.stdin).catch((error: unknown) => {
    throw explained(error, path);
  });
  const display = createProgressDisplay(context.report, context.isInteractive);
  try {
    const plan = await planOf(file);
    if (plan === undefined) return undefined;
    const startedAt = now();
    const shareRead = (): number => (file.bytes === 0 ? 1 : file.bytesRead() / file.bytes);
    let readBefore = 0;
    let shareBefore = 0;
    const result = await importFile(plan, {
      apply: engine.apply,
      keepPlan: engine.keepPlan,
      keptSince: engine.keptSince(),
      signal,
      now,
      onBegin: (counts) => {
        readBefore = counts.read;
        shareBefore = shareRead();
      },
      onProgress: (counts) => {
        const rows = counts.read - readBefore;
        display.show({ counts, rows, share: shareRead(), shareBefore, elapsedMs: now() - startedAt });
      },
    });
    const elapsedMs = now() - startedAt;
    return {
      ...result,
      seconds: Math.round(elapsedMs) / 1_000,
      rowsPerSecond: rowsPerSecond(result.read - result.readBefore, elapsedMs),
    };
  } catch (error) {
    throw explained(error, path);
  } finally {
    display.end();
    await file.close();
  }
}

/** Imports one file as {@link runImport} does and prints what it came to; answers the exit code. */
export async function runOneImport(
  engine: Engine,
  {
    path,
    planOf,
    json,
  }: {
    readonly path: string;
    readonly planOf: (file: InputFile) => Promise<ImportPlan | undefined>;
    readonly json: boolean;
  },
  context: CommandContext,
): Promise<number> {
  const result = await runImport(engine, { path, planOf }, context);
  if (result === undefined) return 1;
  context.print(json ? JSON.stringify({ file: path, ...result }) : describeImport(path, result));
  return result.state === 'interrupted' ? 130 : 0;
}

/** The one file that a command was given; throws a {@link UsageError} where there is none, or several. */
export function chooseOneFile(command: string, positionals: readonly string[]): string {
  const [path, ...rest] = positionals;
  if (path === undefined || rest.length > 0) throw new UsageError(`${command} needs one file`);
  if (path !== standardInput && !existsSync(path)) throw new UsageError(`there is no file ${path}`);
  return path;
}

/** One line for what the caller can mend: a file that cannot be read or inflated, or is being imported already. */
function explained(error: unknown, path: string): unknown {
  if (error instanceof ImportMovedError) return new UsageError(`${path}: ${error.message}`);
  if (!(error instanceof Error) || !('code' in error)) return error;
  const code = String(error.code);
  const isOfFile = 'syscall' in error && (error.syscall === 'open' || error.syscall === 'read');
  if (!isOfFile && !code.startsWith('Z_')) return error;
  return new UsageError(`${path} cannot be read to its end (${code}); what was imported stays`);
}

/** What an import came to, in words. */
export function describeImport(path: string, result: TimedResult): string {
  const rows = `${formatCount(result.read)} rows read = ${formatCount(result.imported)} imported + ${formatCount(result.duplicate)} duplicate + ${formatCount(result.quarantined)} quarantined`;
  if (result.state === 'already-imported') {
    return `${path}: already imported; nothing was done (--again reads it once more)\n  then: ${rows}`;
  }
  const before = result.readBefore === 0 ? '' : `, ${formatCount(result.readBefore)} of them before`;
  const lines = [
    `${path}: ${rows}`,
    `  ${formatDuration(result.seconds * 1_000)}, ${formatCount(result.rowsPerSecond)} rows/s${before}`,
  ];
  if (result.quarantined > 0) lines.push('  likeness quarantine list shows what was not accepted, and why');
  if (result.state === 'interrupted')
    lines.push('  interrupted: run the same command again to go on from here');
  return lines.join('\n');
}
