import type { Readable } from 'node:stream';
import type { Logger } from 'pino';

/** What a command may know of the process it runs in; `main.ts` alone reads the real one. */
export interface CommandContext {
  /** Arguments behind the name of the command. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Standard input, for commands that read it. */
  readonly stdin: () => Readable;
  /** One line to standard output. */
  readonly print: (line: string) => void;
  /** Text to standard error, for progress. */
  readonly report: (text: string) => void;
  /** Whether standard error is a terminal on which a progress bar can be redrawn. */
  readonly isInteractive: boolean;
  readonly log: Logger;
  /** Aborted when the process is asked to stop. */
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly random: () => number;
}

/** One command of `likeness`: answers the exit code. */
export interface Command {
  readonly summary: string;
  readonly usage: string;
  readonly run: (context: CommandContext) => Promise<number>;
}

/** A mistake of the caller, shown as one line without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
