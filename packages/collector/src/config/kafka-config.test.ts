import { expect, it } from 'vitest';
import { chooseLog, readKafkaConfig } from './kafka-config.ts';

const brokers = 'kafka-1:9092, kafka-2:9092';

it('needs no more than the brokers', () => {
  expect(readKafkaConfig({ LIKENESS_KAFKA_BROKERS: brokers })).toEqual({
    brokers: ['kafka-1:9092', 'kafka-2:9092'],
    topic: 'likeness-events',
    deadTopic: 'likeness-events-dead',
    group: 'likeness',
    partitions: 12,
    sessionMs: 10_000,
    tls: undefined,
    sasl: undefined,
  });
});

it('names every key that is wrong, at once', () => {
  const env = {
    LIKENESS_KAFKA_BROKERS: 'kafka',
    LIKENESS_KAFKA_TOPIC: 'with space',
    LIKENESS_KAFKA_PARTITIONS: '0',
    LIKENESS_KAFKA_TLS: 'yes',
    LIKENESS_KAFKA_SASL: 'kerberos',
  };
  for (const key of [...Object.keys(env), 'LIKENESS_KAFKA_USER', 'LIKENESS_KAFKA_PASSWORD']) {
    expect(() => readKafkaConfig(env)).toThrow(key);
  }
});

it('says which key is missing', () => {
  expect(() => readKafkaConfig({})).toThrow('LIKENESS_KAFKA_BROKERS is missing');
});

it('reads a password from a file, and never shows it', () => {
  const env = {
    LIKENESS_KAFKA_BROKERS: brokers,
    LIKENESS_KAFKA_SASL: 'scram-sha-512',
    LIKENESS_KAFKA_USER: 'likeness',
    LIKENESS_KAFKA_PASSWORD_FILE: '/run/secrets/kafka',
  };
  const { sasl } = readKafkaConfig(env, () => 'secret\n');
  expect(sasl).toEqual({ mechanism: 'SCRAM-SHA-512', username: 'likeness', password: 'secret' });
  const wrong = { ...env, LIKENESS_KAFKA_PASSWORD: 'secret', LIKENESS_KAFKA_PARTITIONS: 'many' };
  expect(() => readKafkaConfig(wrong)).toThrow(/^(?!.*secret).*PARTITIONS/s);
});

it('wants TLS on before it takes certificates', () => {
  const env = { LIKENESS_KAFKA_BROKERS: brokers, LIKENESS_KAFKA_CA_FILE: '/ca.pem' };
  expect(() => readKafkaConfig(env, () => 'PEM')).toThrow('LIKENESS_KAFKA_TLS');
  expect(readKafkaConfig({ ...env, LIKENESS_KAFKA_TLS: 'on' }, () => 'PEM').tls).toEqual({ ca: 'PEM' });
});

it('wants our certificate and its key together', () => {
  const env = {
    LIKENESS_KAFKA_BROKERS: brokers,
    LIKENESS_KAFKA_TLS: 'on',
    LIKENESS_KAFKA_CERT_FILE: '/cert.pem',
  };
  expect(() => readKafkaConfig(env, () => 'PEM')).toThrow('LIKENESS_KAFKA_KEY_FILE');
});

it('names a file that cannot be read', () => {
  const env = {
    LIKENESS_KAFKA_BROKERS: brokers,
    LIKENESS_KAFKA_TLS: 'on',
    LIKENESS_KAFKA_CA_FILE: '/nowhere.pem',
  };
  expect(() => readKafkaConfig(env)).toThrow('LIKENESS_KAFKA_CA_FILE: /nowhere.pem cannot be read');
});

it('knows the two logs', () => {
  expect(chooseLog({})).toBeUndefined();
  expect(chooseLog({ LIKENESS_LOG: 'kafka' })).toBe('kafka');
  expect(() => chooseLog({ LIKENESS_LOG: 'rabbit' })).toThrow('LIKENESS_LOG must be memory or kafka');
});
