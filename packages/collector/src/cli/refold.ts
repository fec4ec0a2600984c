import { parseArgs } from 'node:util';
import { refoldProfiles } from '../refold/refold-profiles.ts';
import { createEngine } from '../service.ts';
import { migrateDatabase } from '../store/migrate.ts';
import type { Command } from './command.ts';
import { chooseConfig, configOptions, configUsage } from './config-option.ts';
import { chooseDatabase, databaseOptions, databaseUsage } from './database-option.ts';

/** `likeness refold [--check]`. */
export const refoldCommand: Command = {
  summary: 'fold every profile from the events again, or check that they agree',
  usage: `likeness refold [--check] [options]

  --check              change nothing; exit 1 when a profile differs from the fold of its events
  --json               one JSON line instead of words
${configUsage}
${databaseUsage}`,
  run: async (context) => {
    const { values } = parseArgs({
      args: [...context.args],
      options: {
        ...databaseOptions,
        ...configOptions,
        check: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const { print, report, signal } = context;
    const config = await chooseConfig(values, context);
    const database = await chooseDatabase(values, context);
    try {
      await migrateDatabase(database.url);
      const engine = createEngine({ databaseUrl: database.url, now: context.now, config });
      try {
        const result = await refoldProfiles(engine.apply, {
          mode: values.check ? 'check' : 'write',
          signal,
          onDifference: ({ profileId, differences }) => {
            for (const { path, a, b } of differences.slice(0, 5)) {
              report(
                `profile ${profileId}: ${path} is ${JSON.stringify(a)}, its events say ${JSON.stringify(b)}\n`,
              );
            }
          },
        });
        if (values.json) print(JSON.stringify(result));
        else {
          const done = values.check ? 'differ from' : 'were brought in line with';
          print(
            `${result.profiles} profiles read, ${result.events} events folded, ${result.different} ${done} their events`,
          );
        }
        return values.check && result.different > 0 ? 1 : 0;
      } finally {
        await engine.stop();
      }
    } finally {
      await database.release();
    }
  },
};
