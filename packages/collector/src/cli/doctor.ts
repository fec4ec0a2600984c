import { parseArgs } from 'node:util';
import { chooseLog, type KafkaConfig, kafkaUsage, readKafkaConfig } from '../config/kafka-config.ts';
import { ConfigError } from '../config/load-config.ts';
import type { ResolvedConfig } from '../config/resolve-config.ts';
import { type Check, fail, ok } from '../doctor/check.ts';
import { readDatabaseFacts } from '../doctor/database-facts.ts';
import { judgeDatabase } from '../doctor/judge-database.ts';
import { judgeLag, judgeTopics } from '../doctor/judge-kafka.ts';
import { judgePlacement } from '../doctor/judge-placement.ts';
import { failureText } from '../log/failure-text.ts';
import type { TopicFacts } from '../log/kafka-topics.ts';
import { connectDatabase } from '../store/connect.ts';
import { readLogOffsets } from '../store/log-offsets.ts';
import type { Command, CommandContext } from './command.ts';
import { chooseConfig, configOptions, configUsage } from './config-option.ts';
import { chooseDatabase, databaseOptions, databaseUsage } from './database-option.ts';

/** `likeness doctor`. */
export const doctorCommand: Command = {
  summary: 'check configuration, database and Kafka, and say what to do',
  usage: `likeness doctor [options]

Changes nothing. Kafka is looked at where the environment names it. Exit code 0: events are safe (perhaps with warnings); 1: something failed.

  --json               one JSON object instead of lines: {"state", "checks": [{name, state, found, advice?}]}
${configUsage}
${databaseUsage}

${kafkaUsage}`,
  run: async (context) => {
    const { values } = parseArgs({
      args: [...context.args],
      options: { ...databaseOptions, ...configOptions, json: { type: 'boolean', default: false } },
    });
    const { config, check } = await checkConfig(values, context);
    const checks = [
      check,
      ...(await checkDatabase(values, context, config)),
      ...(await checkKafka(values, context)),
    ];
    const state = worst(checks);
    if (values.json) context.print(JSON.stringify({ state, checks }));
    else for (const check of checks) context.print(describe(check));
    return state === 'fail' ? 1 : 0;
  },
};

async function checkConfig(
  values: { readonly config?: string | undefined },
  context: CommandContext,
): Promise<{ readonly config: ResolvedConfig | undefined; readonly check: Check }> {
  try {
    const config = await chooseConfig(values, context);
    return { config, check: ok('configuration', summarise(config)) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const check = fail('configuration', error.message, 'Correct it: no command runs with it.');
    return { config: undefined, check };
  }
}

function summarise({ segments, webhooks }: ResolvedConfig): string {
  return `${segments.definitions.length} segments, ${webhooks.length} webhooks`;
}

async function checkDatabase(
  values: Parameters<typeof chooseDatabase>[0],
  context: CommandContext,
  config: ResolvedConfig | undefined,
): Promise<readonly Check[]> {
  const chosen = await chooseDatabase(values, context);
  const database = connectDatabase(chosen.url, { connections: 1 });
  try {
    const facts = await readDatabaseFacts(database.sql, context.now);
    const isBothKnown = facts.schema !== undefined && config !== undefined;
    return [
      ...judgeDatabase(facts),
      ...(isBothKnown ? judgePlacement(facts.schema.placement, config.placement) : []),
    ];
  } catch (error) {
    const { hostname, port, pathname } = new URL(chosen.url);
    const place = `${hostname}:${port === '' ? 5432 : port}${pathname}`;
    const reason = error instanceof Error ? error.message : String(error);
    const advice =
      'See that the server runs, that this machine may reach it, and that user and password are right.';
    return [fail('database', `${place} cannot be asked: ${reason}`, advice)];
  } finally {
    await database.stop();
    await chosen.release();
  }
}

/** Nothing where no Kafka is configured. */
async function checkKafka(
  values: Parameters<typeof chooseDatabase>[0],
  context: CommandContext,
): Promise<readonly Check[]> {
  const { env } = context;
  let kafka: KafkaConfig;
  try {
    if (chooseLog(env) !== 'kafka' && (env.LIKENESS_KAFKA_BROKERS ?? '') === '') return [];
    kafka = readKafkaConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [fail('kafka', error.message, 'Correct the environment: collect and work do not start with it.')];
  }
  try {
    // Loaded only where it is needed: it is large.
    const { readTopics } = await import('../log/kafka-topics.ts');
    const topics = await readTopics(kafka);
    return [...judgeTopics(kafka, topics), ...(await checkLag(values, context, { kafka, topics }))];
  } catch (error) {
    const advice =
      'See that the brokers run, that this machine may reach them, and that TLS and user are right.';
    return [fail('kafka', `${kafka.brokers.join(', ')} cannot be asked: ${failureText(error)}`, advice)];
  }
}

async function checkLag(
  values: Parameters<typeof chooseDatabase>[0],
  context: CommandContext,
  of: { readonly kafka: KafkaConfig; readonly topics: readonly TopicFacts[] },
): Promise<readonly Check[]> {
  const chosen = await chooseDatabase(values, context);
  const database = connectDatabase(chosen.url, { connections: 1 });
  try {
    const names = of.topics.map(({ topic }) => topic);
    const positions = await readLogOffsets(database.sql, of.kafka.group, names);
    return [judgeLag(of.topics, positions, context.now())];
  } catch {
    // That the database cannot be asked, or has no tables yet, was said above.
    return [];
  } finally {
    await database.stop();
    await chosen.release();
  }
}

function worst(checks: readonly Check[]): Check['state'] {
  const states = checks.map(({ state }) => state);
  return states.includes('fail') ? 'fail' : states.includes('warn') ? 'warn' : 'ok';
}

function describe({ name, state, found, advice }: Check): string {
  const line = `${state.padEnd(4)}  ${name.padEnd(18)} ${found}`;
  return advice === undefined ? line : `${line}\n${' '.repeat(25)}→ ${advice}`;
}
