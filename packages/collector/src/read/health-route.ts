import { Hono } from 'hono';
import type { Metrics } from '../metrics.ts';

/** `GET /healthz` (the process lives), `/readyz` (it can take events: Postgres answers) and `/metrics` (Prometheus). */
export function createHealthRoutes(deps: {
  readonly metrics: Metrics;
  /** Resolves when Postgres answers. */
  readonly ping: () => Promise<void>;
  readonly isStopping: () => boolean;
}): Hono {
  const routes = new Hono();
  routes.get('/healthz', (c) => c.text('ok'));
  routes.get('/readyz', async (c) => {
    if (deps.isStopping()) return c.text('stopping', 503);
    try {
      await deps.ping();
    } catch {
      // Why is in the log of whoever needs the database; the balancer only needs to know that it is gone.
      return c.text('the database does not answer', 503);
    }
    return c.text('ready');
  });
  routes.get('/metrics', async (c) => {
    c.header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
    return c.body(await deps.metrics.text());
  });
  return routes;
}
