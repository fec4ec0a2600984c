import type { JsonValue } from '../../src/event/event.ts';
import type { Profile } from '../../src/profile/profile.ts';

/** A row's header with its null bitmap, its ten columns of fixed width, and what aligning its arrays takes. */
const rowBytes = 32 + 56 + 12;
/** Postgres compresses columns of a row beyond this until it is within. */
const longestPlainRow = 2_032;

/**
 * How many bytes the row of a profile takes in Postgres, as the collector packs it: 16 by tag, 28 by name of event, 4 by
 * day and kind, 96 of rates, and binary JSON for the rest. Within 2 % of the median `pg_column_size` of those of the
 * benchmark; the collector's tests measure the row itself.
 */
export function storedBytes(profile: Profile): number {
  const tags = Object.values(profile.interests).reduce((sum, family) => sum + Object.keys(family).length, 0);
  const names = Object.keys(profile.counts).length;
  const days = Object.values(profile.days).reduce(
    (sum, counts) => sum + counts.filter((count) => count > 0).length,
    0,
  );
  const rates = 24;
  const touched = arrayBytes(4 * tags);
  const counts = arrayBytes(4 * names) + 3 * arrayBytes(8 * names);
  const state = jsonBytes(stateOf(profile));
  const rest = 3 * arrayBytes(4 * tags) + counts + arrayBytes(4 * days) + arrayBytes(4 * rates);
  const plain = rowBytes + touched + state + rest + jsonBytes(asJson(profile.traits));
  // The longest column gives way first: two thirds of the state are left, then of how often each tag was touched a quarter.
  const shorter = plain <= longestPlainRow ? plain : plain - Math.round(state / 3);
  return shorter <= longestPlainRow ? shorter : shorter - touched + compressedBytes(tags);
}

/** Elements with their header: dimensions 20, and 1 of length where that is short, else 4. */
function arrayBytes(elements: number): number {
  if (elements === 0) return 13;
  return elements + 20 + (elements < 106 ? 1 : 4);
}

/** As pglz leaves small whole numbers. */
function compressedBytes(numbers: number): number {
  return 18 + Math.round(0.8 * numbers);
}

function stateOf(profile: Profile): JsonValue {
  const { value, vitals, channel, environment, social, engagement, psychographics } = profile;
  return asJson(
    kept({
      value,
      vitals,
      channel,
      environment,
      social,
      engagement: kept(engagement),
      psychographics: kept(psychographics),
    }),
  );
}

/** Zeros and what is empty are not stored. */
function kept(entries: object): object {
  return Object.fromEntries(
    Object.entries(entries).filter(
      ([, entry]) => entry !== 0 && !(typeof entry === 'object' && Object.keys(entry).length === 0),
    ),
  );
}

/** Profiles are JSON-safe; only what is absent is left out. */
function asJson(value: object): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}

/** Binary JSON (`src/include/utils/jsonb.h`): by container 4, by key and by value 4, and what each of them takes. */
function jsonBytes(value: JsonValue): number {
  const bytes = containerBytes(value);
  return bytes + (bytes < 126 ? 1 : 4);
}

function containerBytes(value: JsonValue): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return numericBytes(value);
  if (typeof value !== 'object' || value === null) return 0;
  const parts: readonly JsonValue[] = Array.isArray(value) ? value : Object.entries(value).flat();
  // Numbers and containers begin at a multiple of four.
  return parts.reduce<number>(
    (bytes, part) => (typeof part === 'string' ? bytes : Math.ceil(bytes / 4) * 4) + containerBytes(part),
    4 + 4 * parts.length,
  );
}

/** Two bytes by group of four decimal digits, without groups of zeros at the end, after a header of 6. */
function numericBytes(value: number): number {
  const digits = String(Math.abs(value)).replace(/\..*/, '');
  const groups = Math.ceil(digits.replace(/^0/, '').length / 4);
  const zeros = Math.floor((/0*$/.exec(digits)?.[0].length ?? 0) / 4);
  return 6 + 2 * Math.max(0, groups - zeros);
}
