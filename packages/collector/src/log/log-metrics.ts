import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { PartitionLag } from './log-worker.ts';

/** What a worker counts about the log. */
export interface LogMetrics {
  readonly setLag: (lag: readonly PartitionLag[]) => void;
  readonly countRebalance: () => void;
  readonly countTrouble: (what: string) => void;
  readonly countDead: () => void;
  /** Prometheus text format. */
  readonly text: () => Promise<string>;
}

/** Creates the metrics of a worker. */
export function createLogMetrics(): LogMetrics {
  const registry = new Registry();
  const registers = [registry];
  const lag = new Gauge({
    name: 'likeness_log_lag_records',
    help: 'Records of the log that wait for this worker, by partition.',
    labelNames: ['topic', 'partition'],
    registers,
  });
  const behind = new Gauge({
    name: 'likeness_log_behind_seconds',
    help: 'Age of the oldest record that waits for this worker.',
    registers,
  });
  const rebalances = new Counter({
    name: 'likeness_log_rebalances_total',
    help: 'How often this worker was given partitions.',
    registers,
  });
  const troubles = new Counter({
    name: 'likeness_log_troubles_total',
    help: 'Failures that are tried again: of the membership, of taking partitions over, of applying.',
    labelNames: ['what'],
    registers,
  });
  const dead = new Counter({
    name: 'likeness_log_dead_total',
    help: 'Records and events that could not be applied and went to the dead letters.',
    registers,
  });
  return {
    setLag: (partitions) => {
      // Partitions that went to another worker must not keep their last value.
      lag.reset();
      for (const { topic, partition, records } of partitions) lag.set({ topic, partition }, records);
      behind.set(Math.max(0, ...partitions.map(({ behindMs }) => behindMs)) / 1_000);
    },
    countRebalance: () => rebalances.inc(),
    countTrouble: (what) => troubles.inc({ what }),
    countDead: () => dead.inc(),
    text: async () => await registry.metrics(),
  };
}

/** What a collector counts about the log. */
export interface ProduceMetrics {
  readonly observe: (sent: { readonly ms: number }) => void;
  readonly countFailure: () => void;
  /** Prometheus text format. */
  readonly text: () => Promise<string>;
}

/** Creates the metrics of a collector that writes to the log. */
export function createProduceMetrics(): ProduceMetrics {
  const registry = new Registry();
  const registers = [registry];
  const seconds = new Histogram({
    name: 'likeness_log_produce_seconds',
    help: 'Time until the brokers had what was sent together.',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    registers,
  });
  const failures = new Counter({
    name: 'likeness_log_produce_failures_total',
    help: 'How often the brokers did not take what was sent; its senders were asked to send again.',
    registers,
  });
  return {
    observe: ({ ms }) => seconds.observe(ms / 1_000),
    countFailure: () => failures.inc(),
    text: async () => await registry.metrics(),
  };
}
