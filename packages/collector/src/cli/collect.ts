import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { sqlState } from '../apply/sql-state.ts';
import { kafkaUsage } from '../config/kafka-config.ts';
import { failureText } from '../log/failure-text.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { chooseConfig, configOptions, configUsage } from './config-option.ts';
import { chooseDrainMs, drainUsage } from './drain-option.ts';
import { chooseKafka, chooseSharedDatabase } from './kafka-option.ts';
import { listen } from './listen.ts';
import { choosePort, originOf, portOptions, portUsage } from './port-option.ts';

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
      options: {
        ...portOptions,
        ...configOptions,
        'database-url': { type: 'string' },
        'sdk-dir': { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const { print, log, signal } = context;
    const at = choosePort(values, context, defaultPort);
    const drainMs = chooseDrainMs(context);
    const kafka = chooseKafka('collect', context);
    const databaseUrl = chooseSharedDatabase('collect', values, context);
    const config = await chooseConfig(values, context);
    const sdkDir = values['sdk-dir'] === undefined ? undefined : resolve(values['sdk-dir']);
    // The client of Kafka costs 0.6 s and 50 MB to load: commands that do without it must not pay for it.
    const { createCollectService } = await import('../collect-service.ts');
    const service = await createCollectService({
      databaseUrl,
      kafka,
      config,
      log,
      now: context.now,
      random: context.random,
      ...(sdkDir === undefined || !existsSync(sdkDir) ? {} : { sdkDir }),
    }).catch(explainStart);
    const stops = [service.stop];
    try {
      if (signal.aborted) return 0;
      const server = await listen(service.app, at, service.takeBatch);
      stops.push(server.stop);
      const collector = originOf(at.host, server.port);
      print(
        values.json
          ? JSON.stringify({ collector, brokers: kafka.brokers, topic: kafka.topic })
          : `Collecting at ${collector} into the topic ${kafka.topic} of ${kafka.brokers.join(', ')}. Ctrl-C stops it.`,
      );
      await stopping(context);
      service.announceStop();
      await server.drain(drainMs);
    } finally {
      for (const stop of stops.reverse()) await stop();
    }
    return 0;
  },
};

/** Resolves when the process is asked to stop. */
export async function stopping({ signal }: Pick<CommandContext, 'signal'>): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** What a start that failed means to whoever started it. */
export function explainStart(error: unknown): never {
  // undefined_table, invalid_schema_name
  if (['42P01', '3F000'].includes(sqlState(error))) {
    throw new UsageError('the database has no tables yet: start likeness work (or likeness serve) first');
  }
  if (sqlState(error).startsWith('PLT_KFK')) {
    throw new UsageError(
      `Kafka cannot be used (${failureText(error)}): see LIKENESS_KAFKA_BROKERS and likeness doctor`,
    );
  }
  throw error;
}
