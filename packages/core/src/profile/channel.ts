import type { JsonValue, LikenessEvent } from '../event/event.ts';
import { type ClickId, clickIdOf, isPaidClick } from './click-id.ts';
import { objectOf, textOf } from './read-property.ts';
import { type ReferrerClass, referrerClass } from './referrer-class.ts';

/** One arrival: where from, and on which page. */
export interface Touch {
  /** Event time, epoch ms; ties between touches break on all that they say. */
  readonly at: number;
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
  /** From where, coarsely. */
  readonly kind: ReferrerClass;
  /** The advertisement network's id of the click, as its address carried it. */
  readonly clickId?: ClickId;
}

/** How a user came: the earliest arrival of any kind, and the latest that was not direct. */
export interface ChannelSlice {
  readonly first?: Touch;
  readonly last?: Touch;
}

/** Writable arrivals: replaced whole, never written into. */
export type ChannelDraft = { -readonly [K in keyof ChannelSlice]: ChannelSlice[K] };

/**
 * Folds one event; only the start of a session, a campaign, a click id or a foreign referrer is an arrival.
 */
export function foldChannel(channel: ChannelDraft, event: LikenessEvent): void {
  const { context } = event;
  const campaign = objectOf(context.campaign);
  const page = objectOf(context.page);
  if (page === undefined && campaign === undefined && context.sessionStart !== true) return;
  const isBare = campaign === undefined && context.sessionStart !== true && !textOf(page?.search);
  // Most views are reached from another page of the site: that is seen without a pattern.
  if (isBare && (page?.referrer === '' || isSameSite(page?.url, page?.referrer))) return;
  const host = hostOf(page?.url);
  const from = hostOf(page?.referrer);
  const referrer = from === host ? undefined : from;
  const clickId = clickIdOf(textOf(page?.search, 1_024) ?? '');
  const isDirect = referrer === undefined && clickId === undefined && !textOf(campaign?.source);
  if (isDirect && context.sessionStart !== true) return;
  const touch: Touch = {
    at: event.occurredAt,
    ...optional('source', campaign?.source),
    ...optional('medium', campaign?.medium),
    ...optional('campaign', campaign?.name),
    ...optional('term', campaign?.term),
    ...optional('content', campaign?.content),
    ...optional('referrer', referrer),
    ...optional('landing', page?.path),
    kind: referrerClass({
      ...optional('source', campaign?.source),
      ...optional('medium', campaign?.medium),
      ...optional('referrer', from),
      ...optional('host', host),
      hasClickId: isPaidClick(clickId),
    }),
    ...(clickId === undefined ? {} : { clickId }),
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
  return a.at < b.at || (a.at === b.at && JSON.stringify(a) < JSON.stringify(b));
}

/** Whether two addresses surely have the same host: they begin alike, up to the first slash behind it. */
function isSameSite(url: JsonValue | undefined, referrer: JsonValue | undefined): boolean {
  if (typeof url !== 'string' || typeof referrer !== 'string') return false;
  const slash = url.indexOf('/', url.indexOf('://') + 3);
  return slash > 3 && referrer.startsWith(url.slice(0, slash + 1));
}

/** A pattern, because core has no URL class. */
function hostOf(url: JsonValue | undefined): string | undefined {
  if (typeof url !== 'string') return undefined;
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?([^/?#]+)/i.exec(url)?.[1]?.toLowerCase();
}

function optional<K extends string>(key: K, value: JsonValue | undefined): { readonly [P in K]?: string } {
  const text = textOf(value);
  // The computed key is K by construction.
  return text === undefined ? {} : ({ [key]: text } as { readonly [P in K]: string });
}
