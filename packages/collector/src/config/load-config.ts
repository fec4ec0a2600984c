import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeIssue } from '@likeness/core';
import { defaultConfig, type ResolvedConfig, resolveConfig } from './resolve-config.ts';

/** The name under which a configuration is found without being named. */
export const configFile = 'likeness.config.ts';

/** A configuration cannot be used; the message says which file and every key that is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Loads the configuration: `--config FILE`, else `LIKENESS_CONFIG`, else `likeness.config.ts` in the working directory
 * when there is one, else the defaults. A file that was named must exist. Its default export is the configuration.
 */
export async function loadConfig(
  named: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ResolvedConfig> {
  const asked = named ?? (env.LIKENESS_CONFIG === '' ? undefined : env.LIKENESS_CONFIG);
  const file = resolve(asked ?? configFile);
  if (!existsSync(file)) {
    if (asked === undefined) return defaultConfig();
    throw new ConfigError(`there is no configuration file ${file}`);
  }
  const resolved = resolveConfig(await importDefault(file));
  if (resolved.ok) return resolved.value;
  const mistakes = resolved.error.map(
    (found) => `  ${describeIssue(found).replace(/^event:/, 'default export:')}`,
  );
  throw new ConfigError(`${file} is not valid:\n${mistakes.join('\n')}`);
}

async function importDefault(file: string): Promise<unknown> {
  try {
    // A module is a record of what it exports.
    const module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
    return module.default;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`${file} cannot be loaded: ${reason}`, { cause });
  }
}
