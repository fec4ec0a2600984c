import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DataFolder } from '../task.ts';

/**
 * The shared data folder: `LIKENESS_DATA`, or else `../shared/data` beside the repository; undefined when
 * neither is there (callers say so loudly and skip).
 */
export function findDataFolder(): DataFolder | undefined {
  const path =
    process.env.LIKENESS_DATA ?? fileURLToPath(new URL('../../../../../shared/data', import.meta.url));
  return existsSync(path) ? { path } : undefined;
}
