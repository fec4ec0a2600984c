import { once } from 'node:events';
import type { Logger } from 'pino';
import { sqlState } from '../apply/sql-state.ts';
import type { KafkaConfig } from '../config/kafka-config.ts';
import type { ResolvedConfig } from '../config/resolve-config.ts';
import type { DirectBatchRoute } from '../ingest/direct-batch-route.ts';
import { failureText } from '../log/failure-text.ts';
import { type CommandContext, UsageError } from './command.ts';
import { chooseConfig, configOptions } from './config-option.ts';
import { chooseKafka, chooseSharedDatabase } from './kafka-option.ts';
import { listen, type ServedApp } from './listen.ts';
import { choosePort, originOf, portOptions } from './port-option.ts';

/** The options of every process of a fleet. */
export const fleetOptions = {
  ...portOptions,
  ...configOptions,
  'database-url': { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** What the options and the environment chose for a process of a fleet. */
export interface FleetChoice {
  readonly databaseUrl: string;
  readonly kafka: KafkaConfig;
  readonly config: ResolvedConfig;
  readonly log: Logger;
  readonly now: () => number;
  readonly random: () => number;
}

/** A process of a fleet, without a port. */
export interface FleetService {
  readonly app: ServedApp;
  readonly takeBatch?: DirectBatchRoute;
  /** From now on `/readyz` says that it is stopping. */
  readonly announceStop?: () => void;
  readonly stop: () => Promise<void>;
}

/** What one kind of process does that the others do not. */
export interface FleetRole {
  readonly command: 'collect' | 'work';
  readonly defaultPort: number;
  /** How long it answers after it was asked to stop, ms; default 0. */
  readonly drainMs?: number;
  readonly start: (choice: FleetChoice) => Promise<FleetService>;
  /** What `--json` prints once it is ready, and what people read. */
  readonly describe: (
    origin: string,
    kafka: KafkaConfig,
  ) => { readonly ready: object; readonly text: string };
}

/** Runs a process of a fleet until it is asked to stop; answers the exit code. */
export async function runInFleet(
  values: Parameters<typeof choosePort>[0] &
    Parameters<typeof chooseConfig>[0] &
    Parameters<typeof chooseSharedDatabase>[1] & { readonly json: boolean },
  context: CommandContext,
  role: FleetRole,
): Promise<number> {
  const { print, log, signal, now, random } = context;
  const at = choosePort(values, context, role.defaultPort);
  const kafka = chooseKafka(role.command, context);
  const databaseUrl = chooseSharedDatabase(role.command, values, context);
  const config = await chooseConfig(values, context);
  const service = await role.start({ databaseUrl, kafka, config, log, now, random }).catch(explainStart);
  const stops = [service.stop];
  try {
    if (signal.aborted) return 0;
    const server = await listen(service.app, at, service.takeBatch);
    stops.push(server.stop);
    const { ready, text } = role.describe(originOf(at.host, server.port), kafka);
    print(values.json ? JSON.stringify(ready) : text);
    if (!signal.aborted) await once(signal, 'abort');
    service.announceStop?.();
    await server.drain(role.drainMs ?? 0);
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
  return 0;
}

/** What a start that failed means to whoever started it. */
function explainStart(error: unknown): never {
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
