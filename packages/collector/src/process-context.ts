import process from 'node:process';
import pino from 'pino';
import type { CommandContext } from './cli/command.ts';

/**
 * The context of the real process: its arguments, environment, streams, clock and signals.
 *
 * The first SIGINT or SIGTERM asks to stop; a second SIGINT ends the process at once. Only entry files call it.
 */
export function createProcessContext(): CommandContext {
  const stopping = new AbortController();
  let asked = 0;
  const stop = (signal: NodeJS.Signals): void => {
    asked++;
    if (asked > 1 && signal === 'SIGINT') process.exit(130);
    stopping.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // A reader of our output that went away (`likeness … | head`) is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    args: process.argv.slice(2),
    env: process.env,
    stdin: () => process.stdin,
    print: (line) => void process.stdout.write(`${line}\n`),
    report: (text) => void process.stderr.write(text),
    isInteractive: process.stderr.isTTY === true,
    log: pino({ level: process.env.LIKENESS_LOG_LEVEL ?? 'warn' }, pino.destination({ dest: 2, sync: true })),
    signal: stopping.signal,
    now: Date.now,
    random: Math.random,
  };
}
