import { type CommandContext, UsageError } from './command.ts';

/** Explains {@link chooseDrainMs}. */
export const drainUsage = `  LIKENESS_DRAIN_MS    asked to stop, answer for so long while /readyz says 503 (default 0; behind a balancer 5000)`;

const longestMs = 600_000;

/**
 * How long a process that was asked to stop goes on answering, ms, so that a balancer that asks `/readyz` finds another
 * before the port closes. Throws a {@link UsageError} for what is no such time.
 */
export function chooseDrainMs({ env }: Pick<CommandContext, 'env'>): number {
  const given = env.LIKENESS_DRAIN_MS;
  if (given === undefined || given === '') return 0;
  const ms = Number(given);
  if (Number.isInteger(ms) && ms >= 0 && ms <= longestMs) return ms;
  throw new UsageError(`LIKENESS_DRAIN_MS must be a whole number from 0 to ${longestMs}, not ${given}`);
}
