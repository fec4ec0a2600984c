import { type JsonObject, type JsonValue, type LikenessEvent, semanticEvents } from '@likeness/core';
import { byKey } from './change-rows.ts';
import type { Statements } from './connect.ts';
import type { KeyedEvent } from './event-store.ts';
import { insertRows } from './insert-rows.ts';
import type { Placement } from './placement.ts';

/** The sum of one session's events; every field is a sum, a minimum or a maximum, so sums merge. */
export interface SessionSum {
  readonly sessionKey: string;
  readonly siteId: number;
  readonly deviceKey: string;
  readonly sessionId: string;
  userKey: string | undefined;
  firstAt: number;
  lastAt: number;
  events: number;
  pageViews: number;
  searches: number;
  orders: number;
  visibleMs: number;
  landing: Landing | undefined;
}

/** Where a session began; `at` is epoch ms. */
export interface Landing {
  readonly at: number;
  readonly path?: string;
  readonly referrer?: string;
  readonly source?: string;
  readonly medium?: string;
  readonly campaign?: string;
}

/** SQL for adding a sum to the row `s` of its session. */
export const addToSession = `
  ON CONFLICT (session_key) DO UPDATE SET
    user_key = coalesce(s.user_key, EXCLUDED.user_key),
    first_at = least(s.first_at, EXCLUDED.first_at),
    last_at = greatest(s.last_at, EXCLUDED.last_at),
    events = s.events + EXCLUDED.events,
    page_views = s.page_views + EXCLUDED.page_views,
    searches = s.searches + EXCLUDED.searches,
    orders = s.orders + EXCLUDED.orders,
    visible_ms = s.visible_ms + EXCLUDED.visible_ms,
    landing = CASE
      WHEN s.landing IS NULL THEN EXCLUDED.landing
      WHEN EXCLUDED.landing IS NULL THEN s.landing
      WHEN (EXCLUDED.landing ->> 'at')::bigint < (s.landing ->> 'at')::bigint THEN EXCLUDED.landing
      ELSE s.landing
    END`;

/** Adds new events to their sessions; events without a session id are left out. */
export async function saveSessions(
  sql: Statements,
  placement: Placement,
  events: readonly KeyedEvent[],
): Promise<void> {
  const sums = [...sumSessions(events)].sort((a, b) => byKey(a.sessionKey, b.sessionKey));
  await insertRows(sql, placement, {
    into: 'likeness.session_rows AS s',
    columns: sessionColumns,
    rows: sums.map((s) => [
      s.sessionKey,
      s.siteId,
      s.deviceKey,
      s.userKey,
      s.sessionId,
      s.firstAt,
      s.lastAt,
      s.events,
      s.pageViews,
      s.searches,
      s.orders,
      s.visibleMs,
      s.landing === undefined ? null : JSON.stringify(s.landing),
    ]),
    ending: addToSession,
  });
}

const sessionColumns = {
  session_key: 'bigint',
  site_id: 'int',
  device_key: 'bigint',
  user_key: 'bigint',
  session_id: 'text',
  first_at: 'time',
  last_at: 'time',
  events: 'int',
  page_views: 'int',
  searches: 'int',
  orders: 'int',
  visible_ms: 'bigint',
  landing: 'jsonb',
} as const;

/** Sums events by session; events without a session id are left out. */
export function sumSessions(events: readonly KeyedEvent[]): readonly SessionSum[] {
  const sums = new Map<string, SessionSum>();
  for (const keyed of events) {
    const { event, sessionKey } = keyed;
    const sessionId = event.context.sessionId;
    if (sessionKey === undefined || (typeof sessionId !== 'string' && typeof sessionId !== 'number'))
      continue;
    const at = event.occurredAt;
    const sum = sums.get(sessionKey) ?? {
      sessionKey,
      siteId: keyed.siteId,
      deviceKey: keyed.deviceKey,
      sessionId: String(sessionId),
      userKey: undefined,
      firstAt: at,
      lastAt: at,
      events: 0,
      pageViews: 0,
      searches: 0,
      orders: 0,
      visibleMs: 0,
      landing: undefined,
    };
    sums.set(sessionKey, sum);
    sum.userKey ??= keyed.userKey;
    sum.firstAt = Math.min(sum.firstAt, at);
    sum.lastAt = Math.max(sum.lastAt, at);
    sum.events++;
    addEvent(sum, event);
  }
  return [...sums.values()];
}

function addEvent(sum: SessionSum, event: LikenessEvent): void {
  if (event.type === 'page' || event.type === 'screen') {
    sum.pageViews++;
    if (sum.landing === undefined || event.occurredAt < sum.landing.at) sum.landing = landingOf(event);
  } else if (event.type === 'track') {
    if (event.event === semanticEvents.productsSearched) sum.searches++;
    if (event.event === semanticEvents.orderCompleted) sum.orders++;
    const visibleMs = event.properties.visibleMs;
    if (event.event === semanticEvents.pageLeft && typeof visibleMs === 'number' && visibleMs > 0) {
      sum.visibleMs += Math.round(Math.min(visibleMs, 86_400_000));
    }
  }
}

function landingOf(event: LikenessEvent): Landing {
  const page = objectOf(event.context.page);
  const campaign = objectOf(event.context.campaign);
  return {
    at: event.occurredAt,
    ...text('path', page.path),
    ...text('referrer', page.referrer),
    ...text('source', campaign.source),
    ...text('medium', campaign.medium),
    ...text('campaign', campaign.name),
  };
}

function objectOf(value: JsonValue | undefined): JsonObject {
  // A non-null, non-array JSON object value is a JsonObject.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function text(key: string, value: JsonValue | undefined): Readonly<Record<string, string>> {
  return typeof value === 'string' && value !== '' ? { [key]: value.slice(0, 512) } : {};
}
