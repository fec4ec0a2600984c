import type { LikenessEvent } from '../event/event.ts';
import type { DeviceClass } from './device-class.ts';
import type { LocalClock, LocalTime } from './local-time.ts';
import { createMemo } from './memo.ts';
import type { TagTransform } from './tag-rule.ts';
import { tagValue } from './tag-value.ts';

/** Reads the value of a tag, or several, from what was found at a path; `undefined` when there is none in it. */
export type TagReader = (found: unknown, event: LikenessEvent) => string | readonly string[] | undefined;

/** What transforms need. */
export interface TransformDeps {
  readonly deviceOf: (userAgent: string) => DeviceClass | undefined;
  /** The transform `taxonomy`, with a memory. */
  readonly pathOf: (category: string) => string | undefined;
  readonly segmentWords: (text: string) => readonly string[];
  readonly localTime: LocalClock;
  /** Other names of a tag's value, by family. */
  readonly synonyms: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Words of one text that become tags. */
const wordLimit = 8;

/** Texts remembered by transform: cleaning one takes longer than all else that folding an event does. */
const memoLimit = 4_096;

/** Makes the function by which a rule reads: what does not depend on the event is decided here, once. */
export function compileTransform(transform: TagTransform, family: string, deps: TransformDeps): TagReader {
  const rename = renaming(deps.synonyms, family);
  switch (transform) {
    case 'words':
      return (found) => {
        if (typeof found !== 'string') return undefined;
        const words = deps.segmentWords(found).slice(0, wordLimit);
        return words.flatMap((word) => rename(tagValue(word, 'lower')) ?? []);
      };
    case 'local-hour': {
      const names = hourNames.map(rename);
      return (found, event) => names[localTime(found, event, deps)?.hour ?? -1];
    }
    case 'local-weekday': {
      const names = weekdays.map(rename);
      return (found, event) => names[localTime(found, event, deps)?.weekday ?? -1];
    }
    case 'device-class':
      return (found) => (typeof found === 'string' ? rename(deps.deviceOf(found)) : undefined);
    case 'taxonomy':
      return (found) => rename(typeof found === 'string' ? deps.pathOf(found) : tagValue(found, transform));
    case 'lower': {
      const remembered = createMemo(memoLimit, (text: string) => rename(tagValue(text, transform)));
      return (found) => (typeof found === 'string' ? remembered(found) : rename(tagValue(found, transform)));
    }
    // Cleaning these takes no longer than remembering what came of it.
    case 'text':
    case 'price-band':
      return (found) => rename(tagValue(found, transform));
  }
}

function renaming(
  synonyms: TransformDeps['synonyms'],
  family: string,
): (value: string | undefined) => string | undefined {
  const names = Object.hasOwn(synonyms, family) ? new Map(Object.entries(synonyms[family] ?? {})) : undefined;
  if (names === undefined) return (value) => value;
  return (value) => (value === undefined ? undefined : (names.get(value) ?? value));
}

function localTime(at: unknown, { context }: LikenessEvent, deps: TransformDeps): LocalTime | undefined {
  const { timezone } = context;
  return typeof timezone === 'string' && typeof at === 'number' ? deps.localTime(timezone, at) : undefined;
}

// biome-ignore format: one hour a line would be most of the file
const hourNames: readonly string[] = [
  '00', '01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11',
  '12', '13', '14', '15', '16', '17', '18', '19', '20', '21', '22', '23',
];

const weekdays: readonly string[] = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
];
