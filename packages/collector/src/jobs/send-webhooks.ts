import type { DeliveryOutcome, DueDelivery } from '../store/webhook-store.ts';
import { retryAt } from './retry-at.ts';
import type { Job, JobContext } from './schedule.ts';
import { signWebhook } from './sign-webhook.ts';

/** An address that is told of changes. */
export interface WebhookTarget {
  readonly name: string;
  readonly url: string;
  /** Key of the signature. */
  readonly secret: string;
}

/** What sending works with. */
export interface WebhookDeps {
  readonly targets: readonly WebhookTarget[];
  readonly due: (now: number, limit: number) => Promise<readonly DueDelivery[]>;
  readonly save: (outcomes: readonly DeliveryOutcome[], now: number) => Promise<void>;
  /** Forgets what was delivered long enough before now. */
  readonly forget: (now: number) => Promise<unknown>;
  readonly fetch: typeof fetch;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
}

const pageSize = 100;
/** Requests under way at once. */
const concurrency = 8;
const timeoutMs = 10_000;

/**
 * Sends what waits in the outbox, every second. A receiver that does not answer with 2xx is tried again, later and
 * later, 20 times in about two days; then the delivery is a dead letter.
 *
 * The receiver may get a delivery more than once: it has the header `likeness-delivery`, equal every time.
 */
export function createWebhookSender(deps: WebhookDeps): Job {
  const targets = new Map(deps.targets.map((target) => [target.name, target]));
  return {
    name: 'webhooks',
    everyMs: 1_000,
    run: async ({ now, signal }) => {
      const due = await deps.due(now, pageSize);
      let lagMs = 0;
      for (let from = 0; from < due.length && !signal.aborted; from += concurrency) {
        const group = due.slice(from, from + concurrency);
        for (const { nextAttemptAt } of group) lagMs = Math.max(lagMs, now - nextAttemptAt);
        const outcomes = await Promise.all(
          group.map(
            async (delivery) => await attempt(deps, targets.get(delivery.webhook), delivery, { now, signal }),
          ),
        );
        await deps.save(outcomes, now);
      }
      await deps.forget(now);
      return { rows: due.length, lagMs, ...(due.length === pageSize ? { next: 'now' as const } : {}) };
    },
  };
}

async function attempt(
  deps: WebhookDeps,
  target: WebhookTarget | undefined,
  delivery: DueDelivery,
  { now, signal }: Pick<JobContext, 'now' | 'signal'>,
): Promise<DeliveryOutcome> {
  const { deliveryId, attempts } = delivery;
  if (target === undefined) {
    const error = `the configuration has no webhook ${delivery.webhook}`;
    return { deliveryId, status: undefined, error, next: { what: 'dead' } };
  }
  const body = webhookBody(delivery);
  let status: number | undefined;
  let error: string | undefined;
  try {
    const response = await deps.fetch(target.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'likeness',
        'likeness-delivery': deliveryId,
        'likeness-signature': signWebhook(target.secret, body, now),
      },
      body,
      redirect: 'error',
      // A process that stops does not wait for a slow receiver: the delivery is tried again later.
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    status = response.status;
    // An answer that is not read keeps its connection.
    await response.body?.cancel();
    if (response.ok) return { deliveryId, status, error, next: { what: 'delivered' } };
    error = `answered ${status}`;
  } catch (cause) {
    error = cause instanceof Error ? cause.message : String(cause);
  }
  const at = retryAt(attempts + 1, now, deps.random);
  return { deliveryId, status, error, next: at === undefined ? { what: 'dead' } : { what: 'retry', at } };
}

/** What a receiver gets. The ids are those that lead to the profile at the time of sending. */
function webhookBody(delivery: DueDelivery): string {
  return JSON.stringify({
    id: delivery.deliveryId,
    type: `segment.${delivery.change}`,
    at: new Date(delivery.changedAt).toISOString(),
    siteId: delivery.siteId,
    profileId: delivery.profileId,
    ids: delivery.ids,
    segment: { name: delivery.segment, description: delivery.description },
  });
}
