import { chooseLog, type KafkaConfig, readKafkaConfig } from '../config/kafka-config.ts';
import { type CommandContext, UsageError } from './command.ts';

/** The Kafka that a command needs; throws a `ConfigError` that names every key of the environment that is wrong. */
export function chooseKafka(command: string, { env }: Pick<CommandContext, 'env'>): KafkaConfig {
  if (chooseLog(env) === 'memory') {
    throw new UsageError(
      `likeness ${command} works on Kafka, and LIKENESS_LOG is memory: set it to kafka, or run likeness serve, which needs no other log`,
    );
  }
  return readKafkaConfig(env);
}

/** The database of a fleet, which several machines share; throws a {@link UsageError} when there is none. */
export function chooseSharedDatabase(
  command: string,
  values: { readonly 'database-url'?: string | undefined },
  { env }: Pick<CommandContext, 'env'>,
): string {
  const url = values['database-url'] ?? env.DATABASE_URL;
  if (url !== undefined && url !== '') return url;
  throw new UsageError(
    `likeness ${command} is for several machines on one Postgres: name it by --database-url or DATABASE_URL`,
  );
}
