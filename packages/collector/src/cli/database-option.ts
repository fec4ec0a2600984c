import { resolve } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../store/embedded-postgres.ts';
import type { CommandContext } from './command.ts';

/** Options that every command with a database takes. */
export const databaseOptions = {
  'database-url': { type: 'string' },
  'data-dir': { type: 'string' },
} as const;

/** Explains {@link databaseOptions}. */
export const databaseUsage = `  --database-url URL   Postgres to use (or DATABASE_URL); without one, the embedded Postgres
  --data-dir DIR       where the embedded Postgres keeps its data (or LIKENESS_DATA_DIR; default .likeness)`;

/** The database that a command was asked to use. */
export interface ChosenDatabase {
  readonly url: string;
  /** The embedded server, when it is one. */
  readonly embedded: EmbeddedPostgres | undefined;
  /** Stops the embedded server when no other process of ours uses it. */
  readonly release: () => Promise<void>;
}

/** Finds the database by flag, else by environment, else starts or joins the embedded one. */
export async function chooseDatabase(
  values: { readonly 'database-url'?: string | undefined; readonly 'data-dir'?: string | undefined },
  { env, log }: Pick<CommandContext, 'env' | 'log'>,
): Promise<ChosenDatabase> {
  const url = values['database-url'] ?? env.DATABASE_URL;
  if (url !== undefined && url !== '') {
    return { url, embedded: undefined, release: () => Promise.resolve() };
  }
  const dataDir = resolve(values['data-dir'] ?? env.LIKENESS_DATA_DIR ?? '.likeness');
  const embedded = await startEmbeddedPostgres({ dataDir, log: (message) => log.info(message) });
  return { url: embedded.url, embedded, release: embedded.stop };
}
