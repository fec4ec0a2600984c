import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What the collector counts about itself, for `/metrics` and for the dashboard. */
export interface Metrics {
  readonly countEvents: (events: {
    readonly accepted: number;
    readonly duplicate: number;
    readonly quarantined: number;
  }) => void;
  readonly countRefusal: (code: string) => void;
  readonly observeTransaction: (milliseconds: number, events: number) => void;
  /** Prometheus text format. */
  readonly text: () => Promise<string>;
  /** Totals since the start of this process, and the times of recent transactions. */
  readonly totals: () => MetricTotals;
}

/** See {@link Metrics.totals}. */
export interface MetricTotals {
  readonly accepted: number;
  readonly duplicate: number;
  readonly quarantined: number;
  readonly rejected: number;
  readonly commitMsP50: number;
  readonly commitMsP99: number;
}

const recentTransactions = 512;

/** Creates the metrics; `queueDepth` is read when they are. */
export function createMetrics(queueDepth: () => number): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const events = new Counter({
    name: 'likeness_events_total',
    help: 'Events by what became of them.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const refusals = new Counter({
    name: 'likeness_requests_refused_total',
    help: 'Ingest requests that were not taken, by reason.',
    labelNames: ['code'],
    registers: [registry],
  });
  const transactions = new Histogram({
    name: 'likeness_transaction_seconds',
    help: 'Time of one apply transaction, commit included.',
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
    registers: [registry],
  });
  const groupSize = new Histogram({
    name: 'likeness_transaction_events',
    help: 'Events that shared one apply transaction.',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000],
    registers: [registry],
  });
  new Gauge({
    name: 'likeness_queue_events',
    help: 'Events that wait for a transaction or are in one.',
    registers: [registry],
    collect() {
      this.set(queueDepth());
    },
  });
  const totals = { accepted: 0, duplicate: 0, quarantined: 0, rejected: 0 };
  const recentMs: number[] = [];

  return {
    countEvents: (counted) => {
      for (const outcome of ['accepted', 'duplicate', 'quarantined'] as const) {
        totals[outcome] += counted[outcome];
        events.inc({ outcome }, counted[outcome]);
      }
    },
    countRefusal: (code) => {
      totals.rejected++;
      refusals.inc({ code });
    },
    observeTransaction: (milliseconds, size) => {
      transactions.observe(milliseconds / 1000);
      groupSize.observe(size);
      recentMs.push(milliseconds);
      if (recentMs.length > recentTransactions) recentMs.shift();
    },
    text: async () => await registry.metrics(),
    totals: () => ({
      ...totals,
      commitMsP50: quantile(recentMs, 0.5),
      commitMsP99: quantile(recentMs, 0.99),
    }),
  };
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}
