import { loadConfig } from '../config/load-config.ts';
import type { ResolvedConfig } from '../config/resolve-config.ts';
import type { CommandContext } from './command.ts';

/** The option of every command that folds events or evaluates segments. */
export const configOptions = { config: { type: 'string' } } as const;

/** Explains {@link configOptions}. */
export const configUsage = `  --config FILE        configuration (or LIKENESS_CONFIG; default likeness.config.ts, when there is one)`;

/** The configuration that a command was asked to use. Throws a `ConfigError` that names every wrong key. */
export async function chooseConfig(
  values: { readonly config?: string | undefined },
  { env }: Pick<CommandContext, 'env'>,
): Promise<ResolvedConfig> {
  return await loadConfig(values.config, env);
}
