import type { CommandContext } from './command.ts';
import { UsageError } from './command.ts';

/** Options of every command that listens. */
export const portOptions = { port: { type: 'string' }, host: { type: 'string' } } as const;

/** Explains {@link portOptions}. */
export function portUsage(defaultPort: number): string {
  return `  --port N             port to listen on (or LIKENESS_PORT; default ${defaultPort}; 0 takes a free one)
  --host ADDRESS       address to listen on (or LIKENESS_HOST; default 127.0.0.1)`;
}

/** Where a command was asked to listen; throws a {@link UsageError} for what is no port. */
export function choosePort(
  values: { readonly port?: string | undefined; readonly host?: string | undefined },
  { env }: Pick<CommandContext, 'env'>,
  defaultPort: number,
): { readonly port: number; readonly host: string } {
  return {
    port: parsePort(values.port ?? env.LIKENESS_PORT, defaultPort),
    host: values.host ?? env.LIKENESS_HOST ?? '127.0.0.1',
  };
}

/** The address under which a listening process is reached from its own machine. */
export function originOf(host: string, port: number): string {
  const name = host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? '127.0.0.1' : host;
  return `http://${name}:${port}`;
}

function parsePort(text: string | undefined, defaultPort: number): number {
  if (text === undefined || text === '') return defaultPort;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new UsageError(`--port must be a whole number from 0 to 65535, not ${text}`);
}
