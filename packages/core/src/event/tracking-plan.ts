import type { JsonObject, JsonValue, WireEvent } from './event.ts';
import { type Issue, issue } from './issue.ts';

/** What a value may be; `date` is a text that `Date.parse` reads (ISO 8601). */
export type PlannedType = 'string' | 'number' | 'boolean' | 'date' | 'list' | 'object';

/** What a tracking plan says of one property or trait. */
export interface PropertyPlan {
  readonly type?: PlannedType;
  /** Default false. An absent value and null are the same. */
  readonly required?: boolean;
  /** The only values allowed. */
  readonly enum?: readonly (string | number | boolean)[];
  /** Says that the value is personal data: `drop` stores nothing of it, `hash` a keyed pseudonym in its place. */
  readonly pii?: 'drop' | 'hash';
  /** Of the keys of an `object`. */
  readonly properties?: Readonly<Record<string, PropertyPlan>>;
  /** Of every item of a `list`. */
  readonly items?: PropertyPlan;
  /** For the people who read the plan. */
  readonly description?: string;
}

/** What becomes of an event that does not keep the plan. */
export type OnViolation = 'flag' | 'quarantine';

/** What a tracking plan says of one event. */
export interface EventPlan {
  /** `properties` of track, page and screen; `traits` of identify and group. */
  readonly properties?: Readonly<Record<string, PropertyPlan>>;
  /** Whether properties beside the named ones are allowed; default true. */
  readonly otherProperties?: boolean;
  /** Default: that of the plan. */
  readonly onViolation?: OnViolation;
  /** For the people who read the plan. */
  readonly description?: string;
}

/** Which events a product sends, and what they carry. */
export interface TrackingPlan {
  /** By the name of a track event (`Product Viewed`), or by the type of another one (`identify`, `page`, …). */
  readonly events: Readonly<Record<string, EventPlan>>;
  /**
   * `flag` (the default) takes the event and lists what is wrong in `context.planViolations`; `quarantine` keeps it
   * aside until it is replayed.
   */
  readonly onViolation?: OnViolation;
  /** Track events that the plan does not name; default `accept`. */
  readonly unplanned?: 'accept' | OnViolation;
}

/** What a plan makes of an event. */
export interface PlanVerdict {
  /** The event without personal data; the same object where there was none. */
  readonly event: WireEvent;
  /** Empty for an event that keeps the plan; at most {@link violationLimit}. */
  readonly issues: readonly Issue[];
  /** What is to become of it if there are issues. */
  readonly onViolation: OnViolation;
}

/** More violations of one event than this say nothing new. */
export const violationLimit = 16;

/**
 * Holds an event against a plan: types, required and allowed values, and what is personal. `pseudonym` makes the text
 * that stands for a personal one; it must answer its own results unchanged, so that a replayed event stays as it is.
 * Never throws; the cost is one look-up for an event the plan does not name.
 *
 * @example
 * const plan = { events: { 'Product Viewed': { properties: { price: { type: 'number', required: true } } } } };
 * const event = { type: 'track', event: 'Product Viewed', anonymousId: 'a', properties: { price: 'free' } };
 * checkAgainstPlan(event, plan, (text) => text).issues[0]?.path; // ['properties', 'price']
 */
export function checkAgainstPlan(
  event: WireEvent,
  plan: TrackingPlan,
  pseudonym: (text: string) => string,
): PlanVerdict {
  const name = event.type === 'track' ? event.event : event.type;
  const onViolation = plan.onViolation ?? 'flag';
  const planned = Object.hasOwn(plan.events, name) ? plan.events[name] : undefined;
  if (planned === undefined) {
    const { unplanned = 'accept' } = plan;
    if (event.type !== 'track' || unplanned === 'accept') return { event, issues: [], onViolation };
    return {
      event,
      issues: [issue('unplanned', ['event'], 'the name of an event in the tracking plan', name)],
      onViolation: unplanned,
    };
  }
  const issues: Issue[] = [];
  const body = bodyOf(event);
  const checked =
    body === undefined ? undefined : checkObject(body.values, planned, [body.key], issues, pseudonym);
  return {
    // The key is the one the values were read from, so the event keeps its shape.
    event: body === undefined || checked === body.values ? event : { ...event, [body.key]: checked },
    issues: issues.slice(0, violationLimit),
    onViolation: planned.onViolation ?? onViolation,
  };
}

function bodyOf(
  event: WireEvent,
): { readonly key: 'properties' | 'traits'; readonly values: JsonObject } | undefined {
  switch (event.type) {
    case 'track':
    case 'page':
    case 'screen':
      return { key: 'properties', values: event.properties };
    case 'identify':
    case 'group':
      return { key: 'traits', values: event.traits };
    case 'alias':
      return undefined;
  }
}

/** Answers the same object where nothing in it is personal. */
function checkObject(
  values: JsonObject,
  plan: Pick<EventPlan, 'properties' | 'otherProperties'>,
  path: Issue['path'],
  issues: Issue[],
  pseudonym: (text: string) => string,
): JsonObject {
  const { properties = {}, otherProperties = true } = plan;
  if (!otherProperties) {
    for (const key of Object.keys(values)) {
      if (!Object.hasOwn(properties, key)) {
        issues.push(issue('unplanned', [...path, key], 'only properties of the tracking plan', values[key]));
      }
    }
  }
  let kept = values;
  for (const [key, property] of Object.entries(properties)) {
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    const stored = checkValue(value, property, [...path, key], issues, pseudonym);
    if (stored === value) continue;
    const { [key]: _replaced, ...others } = kept;
    kept = stored === undefined ? others : { ...kept, [key]: stored };
  }
  return kept;
}

/** Answers what may be stored: the value itself, its pseudonym, or nothing. */
function checkValue(
  value: JsonValue | undefined,
  plan: PropertyPlan,
  path: Issue['path'],
  issues: Issue[],
  pseudonym: (text: string) => string,
): JsonValue | undefined {
  if (value === undefined || value === null) {
    if (plan.required) issues.push(issue('required', path, plan.type ?? 'a value', value));
    return value;
  }
  if (plan.type !== undefined && !isOfType(value, plan.type)) {
    issues.push(issue('type', path, expectations[plan.type], value));
  } else if (plan.enum !== undefined && !plan.enum.some((allowed) => allowed === value)) {
    issues.push(issue('enum', path, `one of ${plan.enum.slice(0, violationLimit).join(', ')}`, value));
  }
  if (plan.pii === 'drop') return undefined;
  // A number or a list is as personal as a text.
  if (plan.pii === 'hash') return pseudonym(typeof value === 'string' ? value : JSON.stringify(value));
  if (isList(value)) {
    const { items } = plan;
    if (items === undefined) return value;
    const stored = value.map((item, i) => checkValue(item, items, [...path, i], issues, pseudonym) ?? null);
    return stored.some((item, i) => item !== value[i]) ? stored : value;
  }
  if (typeof value !== 'object' || plan.properties === undefined) return value;
  return checkObject(value, { properties: plan.properties }, path, issues, pseudonym);
}

const expectations: Readonly<Record<PlannedType, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date as ISO 8601 text',
  list: 'a list',
  object: 'an object',
};

function isOfType(value: JsonValue, type: PlannedType): boolean {
  switch (type) {
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type;
    case 'date':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value));
    case 'list':
      return isList(value);
    case 'object':
      return typeof value === 'object' && !isList(value);
  }
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
