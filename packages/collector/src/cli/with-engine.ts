import { defaultConfig, type ResolvedConfig } from '../config/resolve-config.ts';
import { createEngine, type Engine } from '../service.ts';
import { migrateDatabase } from '../store/migrate.ts';
import type { CommandContext } from './command.ts';
import { chooseConfig } from './config-option.ts';
import { chooseDatabase } from './database-option.ts';

/** What a command works with, as its options chose it. */
export interface CommandEngine {
  readonly engine: Engine;
  readonly config: ResolvedConfig;
  readonly databaseUrl: string;
}

type Values = Parameters<typeof chooseDatabase>[0];

/**
 * Runs a command on the chosen, migrated database under the chosen configuration; closes whatever it opened, an embedded
 * Postgres included, however the command ends.
 */
export async function withEngine<T>(
  values: Values & Parameters<typeof chooseConfig>[0],
  context: CommandContext,
  run: (chosen: CommandEngine) => Promise<T>,
): Promise<T> {
  return await runUnder(await chooseConfig(values, context), { values, context, run });
}

/** The same for commands that neither fold events nor evaluate segments, and so need no configuration. */
export async function withPlainEngine<T>(
  values: Values,
  context: CommandContext,
  run: (chosen: CommandEngine) => Promise<T>,
): Promise<T> {
  return await runUnder(defaultConfig(), { values, context, run });
}

async function runUnder<T>(
  config: ResolvedConfig,
  command: {
    readonly values: Values;
    readonly context: CommandContext;
    readonly run: (chosen: CommandEngine) => Promise<T>;
  },
): Promise<T> {
  const { values, context, run } = command;
  const database = await chooseDatabase(values, context);
  try {
    await migrateDatabase(database.url);
    const engine = createEngine({ databaseUrl: database.url, now: context.now, config });
    try {
      return await run({ engine, config, databaseUrl: database.url });
    } finally {
      await engine.stop();
    }
  } finally {
    await database.release();
  }
}
