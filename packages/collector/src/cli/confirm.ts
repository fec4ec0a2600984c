import { createInterface } from 'node:readline';
import { type CommandContext, UsageError } from './command.ts';

/**
 * Asks whether to go on: `--yes` says so, a person at a terminal is asked, and a script that said nothing is refused.
 */
export async function confirm(
  question: string,
  { isYes, context }: { readonly isYes: boolean; readonly context: CommandContext },
): Promise<boolean> {
  if (isYes) return true;
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
