import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { kafkaUsage } from '../config/kafka-config.ts';
import type { Command } from './command.ts';
import { configUsage } from './config-option.ts';
import { chooseDrainMs, drainUsage } from './drain-option.ts';
import { portUsage } from './port-option.ts';
import { fleetOptions, runInFleet } from './run-in-fleet.ts';

const defaultPort = 8787;

/** `likeness collect`. */
export const collectCommand: Command = {
  summary: 'run a collector of a fleet: takes events and writes them to Kafka',
  usage: `likeness collect [options]

Answers when the brokers have the events; likeness work applies them. Of Postgres it only reads the write keys, and does
without it for up to an hour.

${portUsage(defaultPort)}
  --sdk-dir DIR        folder of the built SDK to serve (likeness.js)
  --json               print one JSON line once ready
${configUsage}
  --database-url URL   Postgres to use (or DATABASE_URL)
${drainUsage}

${kafkaUsage}`,
  run: async (context) => {
    const { values } = parseArgs({
      args: [...context.args],
      options: { ...fleetOptions, 'sdk-dir': { type: 'string' } },
    });
    const sdkDir = values['sdk-dir'] === undefined ? undefined : resolve(values['sdk-dir']);
    return await runInFleet(values, context, {
      command: 'collect',
      defaultPort,
      drainMs: chooseDrainMs(context),
      start: async (choice) => {
        // The client of Kafka costs 0.6 s and 50 MB to load: commands that do without it must not pay for it.
        const { createCollectService } = await import('../collect-service.ts');
        return await createCollectService({
          ...choice,
          ...(sdkDir === undefined || !existsSync(sdkDir) ? {} : { sdkDir }),
        });
      },
      describe: (collector, { brokers, topic }) => ({
        ready: { collector, brokers, topic },
        text: `Collecting at ${collector} into the topic ${topic} of ${brokers.join(', ')}. Ctrl-C stops it.`,
      }),
    });
  },
};
