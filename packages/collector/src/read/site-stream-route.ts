import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { answerProblem } from '../http/problem.ts';
import type { Activity } from '../live/live-feed.ts';
import { createWakeUp } from '../live/wake-up.ts';
import type { Metrics } from '../metrics.ts';
import { recentActivity } from '../store/recent-activity.ts';
import { siteTotals } from '../store/site-stats.ts';
import { viewActivity } from './activity-view.ts';
import type { ReadDeps } from './profile-route.ts';

const totalsEveryMs = 1_000;
const pendingLimit = 200;

/**
 * `GET /v1/live` (secret key): the whole site as server-sent events; `activity` after every transaction, `totals` once
 * a second.
 */
export function createSiteStreamRoutes(
  deps: ReadDeps & { readonly metrics: Metrics; readonly queueDepth: () => number },
): Hono {
  const routes = new Hono();
  routes.get('/', async (c) => {
    const site = await deps.authenticate('secret', c.req.header('authorization'), undefined);
    if (!site.ok) return answerProblem(c, site.error);
    const siteId = site.value;
    c.header('X-Accel-Buffering', 'no');
    return streamSSE(c, async (sse) => {
      const wake = createWakeUp();
      let pending: Activity[] = [];
      const unsubscribe = deps.feed.subscribe((activities) => {
        const own = activities.filter((activity) => activity.siteId === siteId);
        if (own.length === 0) return;
        pending = [...pending, ...own].slice(-pendingLimit);
        wake.ring();
      });
      sse.onAbort(() => {
        unsubscribe();
        wake.ring();
      });
      try {
        const { sql } = deps.database;
        const recent = await recentActivity(sql, { siteId, limit: 50, now: deps.now() });
        await sse.writeSSE({ event: 'activity', data: JSON.stringify(recent) });
        let totalsAt = 0;
        while (!sse.aborted) {
          if (pending.length > 0) {
            const activities = pending;
            pending = [];
            await sse.writeSSE({ event: 'activity', data: JSON.stringify(activities.map(viewActivity)) });
          }
          if (deps.now() - totalsAt >= totalsEveryMs) {
            totalsAt = deps.now();
            const totals = {
              ...(await siteTotals(sql, siteId, totalsAt)),
              ...deps.metrics.totals(),
              queueDepth: deps.queueDepth(),
            };
            await sse.writeSSE({ event: 'totals', data: JSON.stringify(totals) });
          }
          await wake.wait(Math.max(0, totalsAt + totalsEveryMs - deps.now()));
        }
      } finally {
        unsubscribe();
      }
    });
  });
  return routes;
}
