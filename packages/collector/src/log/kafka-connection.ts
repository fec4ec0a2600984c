import type { BaseOptions } from '@platformatic/kafka';
import type { KafkaConfig } from '../config/kafka-config.ts';

/** How long one attempt to connect, and one request, may take, ms. */
const connectMs = 5_000;
const requestMs = 10_000;

/** What every client of Kafka is made with. */
export function connectionOf(config: KafkaConfig, clientId: string): BaseOptions {
  const { tls, sasl } = config;
  return {
    clientId,
    bootstrapBrokers: [...config.brokers],
    connectTimeout: connectMs,
    requestTimeout: requestMs,
    timeout: connectMs,
    // Ours are made by `ensureTopics`: one that a typing error asks for must not appear by itself.
    autocreateTopics: false,
    ...(tls === undefined ? {} : { tls, tlsServerName: true }),
    ...(sasl === undefined ? {} : { sasl }),
  };
}
