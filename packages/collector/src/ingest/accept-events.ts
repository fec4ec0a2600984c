import {
  type EventDefaults,
  type EventId,
  err,
  eventLimits,
  type Issue,
  issue,
  type JsonLimits,
  type JsonObject,
  type JsonValue,
  type LikenessEvent,
  ok,
  type PlanVerdict,
  parseEvent,
  type Result,
  type WireEvent,
} from '@likeness/core';
import type { ApplyInput, IncomingEvent } from '../apply/apply-batch.ts';
import type { QuarantinedInput } from '../store/quarantine-store.ts';
import { assignEventId } from './assign-event-id.ts';
import type { ClockSkew } from './clock-skew.ts';
import { correctClock } from './correct-clock.ts';
import { fitsInBytes } from './fits-in-bytes.ts';
import type { FlagBot } from './flag-bot.ts';
import { jsonText } from './json-text.ts';
import type { KeepPlan } from './keep-plan.ts';

/** Where items come from and under which circumstances. */
export interface ItemSource {
  readonly siteId: number;
  readonly receivedAt: number;
  /** `http`, or `import:` and the name of the file. */
  readonly source: string;
  readonly newId: () => EventId;
  /** What is known of senders' clocks; left out, every item is believed by itself. */
  readonly clockSkew?: ClockSkew;
  /** Left out, events keep their context as sent. */
  readonly flagBot?: FlagBot;
  /** Events that happened before are not kept, so they cannot be taken; left out, all are. */
  readonly keptSince?: number | undefined;
  /** Left out, there is no tracking plan. */
  readonly keepPlan?: KeepPlan | undefined;
  /** Default: those for strangers. */
  readonly limits?: JsonLimits;
}

/** One untrusted item. */
export interface Item {
  readonly value: unknown;
  readonly defaults: EventDefaults;
  /** Line of the file, from 1. */
  readonly line?: number;
  /** What was sent, where it is not the JSON of `value`. */
  readonly raw?: string;
}

/** Sorts untrusted items into events that can be applied and inputs for quarantine; nothing is left out. */
export function acceptEvents(items: readonly Item[], from: ItemSource): ApplyInput {
  const events: IncomingEvent[] = [];
  const quarantined: QuarantinedInput[] = [];
  const limits = from.limits ?? eventLimits;
  for (const item of items) {
    const taken = takeItem(item, from, limits);
    if (taken.ok) events.push(taken.value);
    else quarantined.push(quarantine(item, taken.error, from));
  }
  return { events, quarantined };
}

/** Why an item cannot be taken, and the text of it that is kept. */
interface Refusal {
  readonly issues: readonly Issue[];
  readonly raw: string;
}

function takeItem(item: Item, from: ItemSource, limits: JsonLimits): Result<IncomingEvent, Refusal> {
  const parsed = isTooLarge(item, limits)
    ? err([tooLarge(item.value, limits)])
    : parseEvent(item.value, item.defaults, limits);
  if (!parsed.ok) {
    return err({ issues: parsed.error, raw: item.raw ?? replayableText(item) ?? jsonText(item.value) });
  }
  const { keptSince } = from;
  const planned = from.keepPlan === undefined ? ok(parsed.value) : keepPlan(parsed.value, from.keepPlan);
  if (!planned.ok) return err({ issues: planned.error.issues, raw: plannedText(item, planned.error.event) });
  const accepted = acceptEvent(planned.value, from);
  if (keptSince === undefined || accepted.event.occurredAt >= keptSince) return ok(accepted);
  const since = new Date(keptSince).toISOString().slice(0, 10);
  const issues = [issue('range', ['timestamp'], `a time since ${since}: what is older is not kept`, since)];
  return err({ issues, raw: plannedText(item, planned.value) });
}

/** An event that may be taken, marked where it does not keep the plan; or what is to go to quarantine. */
function keepPlan(wire: WireEvent, check: KeepPlan): Result<WireEvent, PlanVerdict> {
  const verdict = check(wire);
  const { event, issues, onViolation } = verdict;
  if (issues.length === 0) return ok(event);
  if (onViolation === 'quarantine') return err(verdict);
  const planViolations = issues.map(({ path }) => path.join('.'));
  return ok({ ...event, context: { ...event.context, planViolations } });
}

/** An item as it can be replayed, without what the plan says is personal. */
function plannedText(item: Item, event: WireEvent): string {
  const body =
    'properties' in event
      ? { properties: event.properties }
      : 'traits' in event
        ? { traits: event.traits }
        : {};
  // What was parsed into an event is an object.
  const value = { ...(item.value as object), ...body };
  return replayableText({ ...item, value }) ?? jsonText(value);
}

function isTooLarge({ value, raw }: Item, { eventBytes }: JsonLimits): boolean {
  if (raw !== undefined) return Buffer.byteLength(raw) > eventBytes;
  return !fitsInBytes(value, eventBytes) && Buffer.byteLength(jsonText(value)) > eventBytes;
}

function acceptEvent(wire: WireEvent, from: ItemSource): IncomingEvent {
  const { siteId, receivedAt, newId, clockSkew, flagBot } = from;
  const { originalAt, sentAt, anonymousId, userId } = wire;
  const skewMs =
    clockSkew === undefined || sentAt === undefined
      ? undefined
      : clockSkew.observe(`${siteId} ${anonymousId ?? userId}`, { sentAt, receivedAt });
  // What was parsed is nobody else's: completing it in place costs a fifth of copying it.
  const draft: DraftEvent = wire;
  draft.eventId = assignEventId(wire, receivedAt, newId);
  draft.occurredAt = correctClock({ originalAt, sentAt, receivedAt, skewMs });
  draft.context = flagBot?.(wire.context) ?? wire.context;
  completePage(wire, draft);
  // It has an id and a time now.
  return { siteId, receivedAt, event: wire as LikenessEvent };
}

/** What makes a parsed event a whole one. */
interface DraftEvent {
  eventId?: EventId;
  occurredAt?: number;
  context: JsonObject;
  properties?: JsonObject;
}

/** Segment's spec has a page event's `properties` hold what `context.page` says; clients send either or both. */
function completePage(wire: WireEvent, draft: DraftEvent): void {
  if (wire.type !== 'page' && wire.type !== 'screen') return;
  const { page } = wire.context;
  if (isObject(page)) draft.properties = { ...page, ...wire.properties };
}

function quarantine(item: Item, { issues, raw }: Refusal, from: ItemSource): QuarantinedInput {
  const { siteId, receivedAt, source } = from;
  const { line } = item;
  return { siteId, receivedAt, source, issues, raw, ...(line === undefined ? {} : { line }) };
}

/**
 * An item with what the request's path and root said about it, so that it can be replayed by itself. `sentAt` stays
 * out: it differs at every retry, and a retry must not be kept again.
 */
function replayableText({ value, defaults: { type, context } }: Item): string | undefined {
  if ((type === undefined && context === undefined) || typeof value !== 'object' || value === null)
    return undefined;
  if (Array.isArray(value)) return undefined;
  // A non-null, non-array object can be read by key.
  const own = value as Readonly<Record<string, unknown>>;
  const merged = typeof own.context === 'object' ? { ...context, ...own.context } : (own.context ?? context);
  return jsonText({
    ...(type === undefined ? {} : { type }),
    ...own,
    ...(context === undefined ? {} : { context: merged }),
  });
}

function tooLarge(value: unknown, { eventBytes }: JsonLimits): Issue {
  return issue('too-long', [], `an event of at most ${eventBytes} bytes of JSON`, value);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
