import { Hono } from 'hono';
import type { Metrics } from '../metrics.ts';

/** `GET /healthz` (the process lives), `/readyz` (it can do its work: what it needs answers) and `/metrics` (Prometheus). */
export function createHealthRoutes(deps: {
  readonly metrics: Pick<Metrics, 'text'>;
  /** Resolves when what it needs answers. */
  readonly ping: () => Promise<void>;
  /** What that is; default `the database`. */
  readonly needs?: string;
  readonly isStopping: () => boolean;
}): Hono {
  const routes = new Hono();
  routes.get('/healthz', (c) => c.text('ok'));
  routes.get('/readyz', async (c) => {
    if (deps.isStopping()) return c.text('stopping', 503);
    try {
      await deps.ping();
    } catch {
      // Why is in the log of whoever needs it; the balancer only needs to know that it is gone.
      return c.text(`${deps.needs ?? 'the database'} does not answer`, 503);
    }
    return c.text('ready');
  });
  routes.get('/metrics', async (c) => {
    c.header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
    return c.body(await deps.metrics.text());
  });
  return routes;
}
