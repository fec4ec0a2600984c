import { readFileSync } from 'node:fs';
import { ConfigError } from './load-config.ts';

/** How to reach Kafka and what to use there. */
export interface KafkaConfig {
  /** `host:port`, at least one. */
  readonly brokers: readonly string[];
  /** Events; what could not be accepted goes to {@link deadTopic}. */
  readonly topic: string;
  /** The topic's name and `-dead`. */
  readonly deadTopic: string;
  /** Consumer group of the workers. */
  readonly group: string;
  /** Of a topic that is made because it is missing. */
  readonly partitions: number;
  /** A worker that was silent for so long loses its partitions to the others, ms. */
  readonly sessionMs: number;
  /** Absent: without TLS. Certificates and key as PEM. */
  readonly tls: { readonly ca?: string; readonly cert?: string; readonly key?: string } | undefined;
  /** Absent: without authentication. */
  readonly sasl: KafkaSasl | undefined;
}

/** A user that Kafka knows. */
export interface KafkaSasl {
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  readonly username: string;
  readonly password: string;
}

/** The variables of the environment, for the help of commands. */
export const kafkaUsage = `  LIKENESS_LOG=kafka             the log is Kafka
  LIKENESS_KAFKA_BROKERS         host:port, several divided by commas
  LIKENESS_KAFKA_TOPIC           topic of the events (default likeness-events; dead letters: with -dead behind it)
  LIKENESS_KAFKA_GROUP           consumer group of the workers (default likeness)
  LIKENESS_KAFKA_PARTITIONS      of a topic that is made because it is missing (default 12)
  LIKENESS_KAFKA_SESSION_MS      a worker silent for so long loses its partitions (default 10000)
  LIKENESS_KAFKA_TLS             on or off (default off)
  LIKENESS_KAFKA_CA_FILE         certificates that are trusted, PEM (default those of the system)
  LIKENESS_KAFKA_CERT_FILE, LIKENESS_KAFKA_KEY_FILE   our own certificate and its key, PEM
  LIKENESS_KAFKA_SASL            plain, scram-sha-256 or scram-sha-512
  LIKENESS_KAFKA_USER            and LIKENESS_KAFKA_PASSWORD or LIKENESS_KAFKA_PASSWORD_FILE`;

type Environment = Readonly<Record<string, string | undefined>>;

/** Which log the environment asks for; throws a {@link ConfigError} for anything but `memory` and `kafka`. */
export function chooseLog(env: Environment): 'memory' | 'kafka' | undefined {
  const log = env.LIKENESS_LOG;
  if (log === undefined || log === '') return undefined;
  if (log === 'memory' || log === 'kafka') return log;
  throw new ConfigError(`LIKENESS_LOG must be memory or kafka, not ${log}`);
}

/**
 * Reads how to reach Kafka from the environment. Throws a {@link ConfigError} that names every key that is missing or
 * wrong; it never shows a secret.
 */
export function readKafkaConfig(
  env: Environment,
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): KafkaConfig {
  const mistakes: string[] = [];
  const text = (key: string): string | undefined => (env[key] === '' ? undefined : env[key]);
  const file = (key: string): string | undefined => {
    const path = text(key);
    if (path === undefined) return undefined;
    try {
      return readFile(path);
    } catch {
      // Which file it is says more than why the system refused it.
      mistakes.push(`${key}: ${path} cannot be read`);
      return undefined;
    }
  };
  const name = (key: string, otherwise: string): string => {
    const given = text(key) ?? otherwise;
    // What Kafka allows, less what the topic of dead letters adds.
    if (/^[a-zA-Z0-9._-]{1,240}$/.test(given) && given !== '.' && given !== '..') return given;
    mistakes.push(`${key} must have 1 to 240 letters, digits, dots, underscores or hyphens`);
    return otherwise;
  };
  const number = (key: string, otherwise: number, [least, most]: readonly [number, number]): number => {
    const given = text(key);
    if (given === undefined) return otherwise;
    const value = Number(given);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    mistakes.push(`${key} must be a whole number from ${least} to ${most}, not ${given}`);
    return otherwise;
  };

  const topic = name('LIKENESS_KAFKA_TOPIC', 'likeness-events');
  const config: KafkaConfig = {
    brokers: readBrokers(text('LIKENESS_KAFKA_BROKERS'), mistakes),
    topic,
    deadTopic: `${topic}-dead`,
    group: name('LIKENESS_KAFKA_GROUP', 'likeness'),
    partitions: number('LIKENESS_KAFKA_PARTITIONS', 12, [1, 10_000]),
    sessionMs: number('LIKENESS_KAFKA_SESSION_MS', 10_000, [1_000, 1_800_000]),
    tls: readTls(text('LIKENESS_KAFKA_TLS'), file, mistakes),
    sasl: readSasl(text, file, mistakes),
  };
  if (mistakes.length > 0) {
    throw new ConfigError(`the environment does not say how to use Kafka:\n  ${mistakes.join('\n  ')}`);
  }
  return config;
}

function readBrokers(given: string | undefined, mistakes: string[]): readonly string[] {
  const key = 'LIKENESS_KAFKA_BROKERS';
  if (given === undefined) {
    mistakes.push(`${key} is missing: host:port of at least one broker`);
    return [];
  }
  const brokers = given.split(',').map((broker) => broker.trim());
  const wrong = brokers.find((broker) => !isBroker(broker));
  if (wrong !== undefined) mistakes.push(`${key} must be host:port, divided by commas; ${wrong} is not`);
  return brokers;
}

function isBroker(broker: string): boolean {
  const [, port] = /^(?:[a-zA-Z0-9._-]+|\[[0-9a-fA-F:.]+\]):(\d{1,5})$/.exec(broker) ?? [];
  return port !== undefined && Number(port) > 0 && Number(port) < 65_536;
}

function readTls(
  given: string | undefined,
  file: (key: string) => string | undefined,
  mistakes: string[],
): KafkaConfig['tls'] {
  if (given !== undefined && given !== 'on' && given !== 'off') {
    mistakes.push(`LIKENESS_KAFKA_TLS must be on or off, not ${given}`);
  }
  const ca = file('LIKENESS_KAFKA_CA_FILE');
  const cert = file('LIKENESS_KAFKA_CERT_FILE');
  const key = file('LIKENESS_KAFKA_KEY_FILE');
  if ((cert === undefined) !== (key === undefined)) {
    mistakes.push('LIKENESS_KAFKA_CERT_FILE and LIKENESS_KAFKA_KEY_FILE belong together');
  }
  if (given !== 'on') {
    if (ca !== undefined || cert !== undefined) {
      mistakes.push('LIKENESS_KAFKA_TLS must be on for certificates to be used');
    }
    return undefined;
  }
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

const mechanisms = new Map<string, KafkaSasl['mechanism']>([
  ['plain', 'PLAIN'],
  ['scram-sha-256', 'SCRAM-SHA-256'],
  ['scram-sha-512', 'SCRAM-SHA-512'],
]);

function readSasl(
  text: (key: string) => string | undefined,
  file: (key: string) => string | undefined,
  mistakes: string[],
): KafkaSasl | undefined {
  const given = text('LIKENESS_KAFKA_SASL');
  const username = text('LIKENESS_KAFKA_USER');
  const password = text('LIKENESS_KAFKA_PASSWORD') ?? file('LIKENESS_KAFKA_PASSWORD_FILE')?.trim();
  if (given === undefined) {
    if (username !== undefined || password !== undefined) {
      mistakes.push('LIKENESS_KAFKA_SASL is missing: plain, scram-sha-256 or scram-sha-512');
    }
    return undefined;
  }
  const mechanism = mechanisms.get(given);
  if (mechanism === undefined) {
    mistakes.push(`LIKENESS_KAFKA_SASL must be plain, scram-sha-256 or scram-sha-512, not ${given}`);
  }
  if (username === undefined) mistakes.push('LIKENESS_KAFKA_USER is missing');
  if (password === undefined || password === '') {
    mistakes.push('LIKENESS_KAFKA_PASSWORD (or LIKENESS_KAFKA_PASSWORD_FILE) is missing');
  }
  if (mechanism === undefined || username === undefined || password === undefined) return undefined;
  return { mechanism, username, password };
}
