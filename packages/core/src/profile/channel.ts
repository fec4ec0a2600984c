import type { JsonObject, JsonValue, LikenessEvent } from '../event/event.ts';

/** One arrival: where from, and on which page. */
export interface Touch {
  /** Event time, epoch ms; ties between touches break on `eventId`. */
  readonly at: number;
  readonly eventId: string;
  /** UTM parameters (`context.campaign` of the Segment spec). */
  readonly source?: string;
  readonly medium?: string;
  readonly campaign?: string;
  readonly term?: string;
  readonly content?: string;
  /** Host of the page that linked here, when it is another one. */
  readonly referrer?: string;
  /** Path of the page that was entered. */
  readonly landing?: string;
}

/** How a user came: the earliest arrival of any kind, and the latest that was not direct. */
export interface ChannelSlice {
  readonly first?: Touch;
  readonly last?: Touch;
}

/** Writable arrivals: replaced whole, never written into. */
export type ChannelDraft = { -readonly [K in keyof ChannelSlice]: ChannelSlice[K] };

const textLength = 256;

/** Folds one event; only the start of a session, a campaign or a foreign referrer is an arrival. */
export function foldChannel(channel: ChannelDraft, event: LikenessEvent): void {
  const { context } = event;
  const campaign = objectOf(context.campaign);
  const page = objectOf(context.page);
  const referrer = foreignHost(page);
  const isDirect = referrer === undefined && textOf(campaign?.source) === undefined;
  if (isDirect && context.sessionStart !== true) return;
  const touch: Touch = {
    at: event.occurredAt,
    eventId: event.eventId,
    ...optional('source', campaign?.source),
    ...optional('medium', campaign?.medium),
    ...optional('campaign', campaign?.name),
    ...optional('term', campaign?.term),
    ...optional('content', campaign?.content),
    ...optional('referrer', referrer),
    ...optional('landing', page?.path),
  };
  mergeChannels(channel, isDirect ? { first: touch } : { first: touch, last: touch });
}

/** Merges `from` into `into`. */
export function mergeChannels(into: ChannelDraft, from: ChannelSlice): void {
  if (from.first !== undefined && (into.first === undefined || isBefore(from.first, into.first))) {
    into.first = from.first;
  }
  if (from.last !== undefined && (into.last === undefined || isBefore(into.last, from.last))) {
    into.last = from.last;
  }
}

function isBefore(a: Touch, b: Touch): boolean {
  return a.at < b.at || (a.at === b.at && a.eventId < b.eventId);
}

/** The host of the referrer when it differs from the page's own; a pattern, because core has no URL class. */
function foreignHost(page: JsonObject | undefined): string | undefined {
  const referrer = hostOf(page?.referrer);
  return referrer === undefined || referrer === hostOf(page?.url) ? undefined : referrer;
}

function hostOf(url: JsonValue | undefined): string | undefined {
  if (typeof url !== 'string') return undefined;
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?([^/?#]+)/i.exec(url)?.[1]?.toLowerCase();
}

function objectOf(value: JsonValue | undefined): JsonObject | undefined {
  // A non-null, non-array JSON object value is a JsonObject.
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, textLength) : undefined;
}

function optional<K extends string>(key: K, value: JsonValue | undefined): { readonly [P in K]?: string } {
  const text = textOf(value);
  // The computed key is K by construction.
  return text === undefined ? {} : ({ [key]: text } as { readonly [P in K]: string });
}
