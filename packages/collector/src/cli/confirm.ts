import { createInterface } from 'node:readline';
import { standardInput } from '../import/input-file.ts';
import { type CommandContext, UsageError } from './command.ts';

/**
 * Asks whether to go on: `--yes` says so, a person at a terminal is asked, and a script that said nothing is refused.
 */
export async function confirm(
  question: string,
  {
    isYes,
    path,
    context,
  }: { readonly isYes: boolean; readonly path: string; readonly context: CommandContext },
): Promise<boolean> {
  if (isYes) return true;
  if (path === standardInput) {
    throw new UsageError('standard input holds the file, so nobody can be asked: say --yes');
  }
  if (!context.isInteractive) throw new UsageError(`${question} Nothing was done: say --yes`);
  context.report(`${question} [y/N] `);
  const lines = createInterface({ input: context.stdin(), signal: context.signal });
  try {
    for await (const line of lines) return /^\s*y(es)?\s*$/i.test(line);
    return false;
  } finally {
    lines.close();
  }
}
