import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeIssue } from '@likeness/core';
import type { LikenessConfig } from '../../src/config/config.ts';
import { resolveConfig } from '../../src/config/resolve-config.ts';
import { type CommandOutcome, runLikeness, runLikenessJson } from './command-line.ts';
import { createTestService, type TestService } from './test-service.ts';

/** A collector into which traits come from files and from the SDK, all under one configuration. */
export interface TraitSources {
  readonly service: TestService;
  /** Writes a file and answers its path. */
  readonly write: (name: string, content: string | Buffer) => Promise<string>;
  /** Runs `likeness import …` on the collector's site. */
  readonly importWith: (
    args: readonly string[],
    more?: { readonly stdin?: string; readonly isInteractive?: boolean },
  ) => Promise<CommandOutcome>;
  /** The same with `--yes` and `--json`. */
  readonly importJson: (args: readonly string[]) => Promise<Readonly<Record<string, unknown>>>;
  readonly refoldCheck: () => Promise<Readonly<Record<string, unknown>>>;
  /** States traits as the SDK does. */
  readonly identify: (userId: string, traits: object, timestamp: string) => Promise<unknown>;
  /** Value and source of each trait that stands. */
  readonly traitsOf: (id: string) => Promise<Readonly<Record<string, unknown>>>;
  readonly drop: () => Promise<void>;
}

/** Starts a collector with a configuration, and a folder for files. */
export async function createTraitSources(config: LikenessConfig = {}): Promise<TraitSources> {
  const resolved = resolveConfig(config);
  if (!resolved.ok) throw new Error(resolved.error.map(describeIssue).join());
  const service = await createTestService(Date.now, { config: resolved.value });
  const folder = await mkdtemp(join(tmpdir(), 'likeness-traits-test-'));
  const write = async (name: string, content: string | Buffer): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
  const configFile = await write('likeness.config.mjs', `export default ${JSON.stringify(config)};`);
  const databaseUrl = service.database.url;
  const common = ['--site', 'test', '--config', configFile];
  return {
    service,
    write,
    importWith: async (args, more = {}) =>
      await runLikeness(['import', ...args, ...common], { databaseUrl, ...more }),
    importJson: async (args) =>
      await runLikenessJson(['import', ...args, ...common, '--yes'], { databaseUrl }),
    refoldCheck: async () =>
      await runLikenessJson(['refold', '--check', '--config', configFile], { databaseUrl }),
    identify: async (userId, traits, timestamp) =>
      await service.send([
        {
          type: 'identify',
          userId,
          traits,
          timestamp,
          messageId: `${userId} ${timestamp}`,
          context: { library: { name: '@likeness/sdk' } },
        },
      ]),
    traitsOf: async (id) => {
      const rows = await service.engine.database.sql<
        { name: string; value: unknown; source: string | null }[]
      >`
        SELECT name, value, source FROM likeness.profile_traits
        WHERE profile_id = likeness.profile_id(${id}) ORDER BY name`;
      return Object.fromEntries(rows.map(({ name, value, source }) => [name, [value, source]]));
    },
    drop: async () => {
      await service.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
