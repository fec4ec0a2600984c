import { parseArgs } from 'node:util';
import { kafkaUsage } from '../config/kafka-config.ts';
import type { Command } from './command.ts';
import { configUsage } from './config-option.ts';
import { portUsage } from './port-option.ts';
import { fleetOptions, runInFleet } from './run-in-fleet.ts';

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
    const { values } = parseArgs({ args: [...context.args], options: fleetOptions });
    return await runInFleet(values, context, {
      command: 'work',
      defaultPort,
      start: async (choice) => {
        // The client of Kafka costs 0.6 s and 50 MB to load: commands that do without it must not pay for it.
        const { createWorkService } = await import('../work-service.ts');
        return await createWorkService(choice);
      },
      describe: (worker, { brokers, topic, group }) => ({
        ready: { worker, brokers, topic, group },
        text: `Working on the topic ${topic} in the group ${group}; metrics at ${worker}/metrics. Ctrl-C stops it.`,
      }),
    });
  },
};
