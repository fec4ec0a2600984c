import { parseArgs } from 'node:util';
import { kafkaUsage } from '../config/kafka-config.ts';
import { explainStart, stopping } from './collect.ts';
import type { Command } from './command.ts';
import { chooseConfig, configOptions, configUsage } from './config-option.ts';
import { chooseKafka, chooseSharedDatabase } from './kafka-option.ts';
import { listen } from './listen.ts';
import { choosePort, originOf, portOptions, portUsage } from './port-option.ts';

const defaultPort = 8788;

/** `likeness work`. */
export const workCommand: Command = {
  summary: 'run a worker of a fleet: applies what collectors wrote to Kafka, and runs jobs',
  usage: `likeness work [options]

Workers of one group share the partitions of the topic. How far each came stands in likeness.log_offsets, moved in the
transaction that applies the events.

${portUsage(defaultPort)}
                       for /healthz, /readyz and /metrics
  --json               print one JSON line once ready
${configUsage}
  --database-url URL   Postgres to use (or DATABASE_URL)

${kafkaUsage}`,
  run: async (context) => {
    const { values } = parseArgs({
      args: [...context.args],
      options: {
        ...portOptions,
        ...configOptions,
        'database-url': { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const { print, log, signal } = context;
    const at = choosePort(values, context, defaultPort);
    const kafka = chooseKafka('work', context);
    const databaseUrl = chooseSharedDatabase('work', values, context);
    const config = await chooseConfig(values, context);
    // The client of Kafka costs 0.6 s and 50 MB to load: commands that do without it must not pay for it.
    const { createWorkService } = await import('../work-service.ts');
    const service = await createWorkService({
      databaseUrl,
      kafka,
      config,
      log,
      now: context.now,
      random: context.random,
    }).catch(explainStart);
    const stops = [service.stop];
    try {
      if (signal.aborted) return 0;
      const server = await listen(service.app, at);
      stops.push(server.stop);
      const worker = originOf(at.host, server.port);
      print(
        values.json
          ? JSON.stringify({ worker, brokers: kafka.brokers, topic: kafka.topic, group: kafka.group })
          : `Working on the topic ${kafka.topic} in the group ${kafka.group}; metrics at ${worker}/metrics. Ctrl-C stops it.`,
      );
      await stopping(context);
    } finally {
      for (const stop of stops.reverse()) await stop();
    }
    return 0;
  },
};
