import type { JsonObject, LikenessEvent } from '../event/event.ts';
import type { Draft } from './draft.ts';
import type { FoldRules } from './fold-rules.ts';
import { objectOf, textOf } from './read-property.ts';

/** One fact about the user's surroundings, and since when: the newest event that stated it, epoch ms. */
export type Stated = readonly [value: string, at: number];

/**
 * What is known of a user's surroundings: `device` ({@link deviceClass} of the user agent, or `bot` where
 * the collector marked the context so), `language` (BCP 47, as
 * sent: `de-AT`), `timeZone` (IANA: `Europe/Vienna`), `region` (what a proxy's header said through
 * `context.location`, `AT` or `AT-9`, else the area of the time zone: `Europe`). Never an address.
 */
export type EnvironmentFact = 'device' | 'language' | 'timeZone' | 'region';

/** Where and on what the user is: of each fact the newest statement; ties of time break on the greater value. */
export type EnvironmentSlice = Readonly<Partial<Record<EnvironmentFact, Stated>>>;

/** All facts. */
export const environmentFacts: readonly EnvironmentFact[] = ['device', 'language', 'timeZone', 'region'];

/** Folds one event. */
export function foldEnvironment(
  slice: Draft<EnvironmentSlice>,
  event: LikenessEvent,
  rules: Pick<FoldRules, 'deviceOf' | 'areaOf'>,
): void {
  const { context, occurredAt: at } = event;
  if (context.bot === true) state(slice, 'device', 'bot', at);
  else if (typeof context.userAgent === 'string') {
    state(slice, 'device', rules.deviceOf(context.userAgent), at);
  }
  state(slice, 'language', textOf(context.locale, 35), at);
  const timeZone = textOf(context.timezone, 64);
  state(slice, 'timeZone', timeZone, at);
  const area = timeZone === undefined ? undefined : rules.areaOf(timeZone);
  state(slice, 'region', regionOf(context) ?? area, at);
}

/** Merges `from` into `into`. */
export function mergeEnvironment(into: Draft<EnvironmentSlice>, from: EnvironmentSlice): void {
  for (const fact of environmentFacts) {
    const stated = from[fact];
    if (stated !== undefined) state(into, fact, stated[0], stated[1]);
  }
}

function state(
  slice: Draft<EnvironmentSlice>,
  fact: EnvironmentFact,
  value: string | undefined,
  at: number,
): void {
  if (value === undefined) return;
  const known = slice[fact];
  if (known === undefined) slice[fact] = [value, at];
  else if (at > known[1] || (at === known[1] && value > known[0])) {
    known[0] = value;
    known[1] = at;
  }
}

/** Segment's `context.location`, which a collector behind a proxy may fill from a header of its own choice. */
function regionOf(context: JsonObject): string | undefined {
  const location = objectOf(context.location);
  if (location === undefined) return undefined;
  const country = textOf(location.country, 32);
  const region = textOf(location.region, 32);
  return country === undefined ? region : region === undefined ? country : `${country}-${region}`;
}

/** The area of the world that a time zone lies in, its first level (`Europe`); `Etc/UTC` and the like lie nowhere. */
export function areaOf(timeZone: string): string | undefined {
  const area = timeZone.slice(0, timeZone.indexOf('/'));
  return areas.includes(area) ? area : undefined;
}

const areas: readonly string[] = [
  'Africa',
  'America',
  'Antarctica',
  'Arctic',
  'Asia',
  'Atlantic',
  'Australia',
  'Europe',
  'Indian',
  'Pacific',
];
