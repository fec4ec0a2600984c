import type { Profile } from '../../src/profile/profile.ts';

/** A row's header with its null bitmap, and its eight columns of fixed width. */
const rowBytes = 32 + 52;
/** A short array's header: varlena 1 and dimensions 20. */
const arrayBytes = 21;

/**
 * About how many bytes a profile takes in Postgres, as the collector packs it: 16 by tag, 28 by name of event, 4 by
 * day and kind, 96 of rates, and JSON for the rest; before Postgres compresses a row
 * beyond 2 kB. The collector's tests measure the row itself.
 */
export function storedBytes(profile: Profile): number {
  const tags = Object.values(profile.interests).reduce((sum, family) => sum + Object.keys(family).length, 0);
  const names = Object.keys(profile.counts).length;
  const days = Object.values(profile.days).reduce(
    (sum, counts) => sum + counts.filter((count) => count > 0).length,
    0,
  );
  const arrays = 10 * arrayBytes + 16 * tags + 28 * names + 4 * days + 96;
  return rowBytes + arrays + jsonBytes(profile.traits) + jsonBytes(stateOf(profile));
}

function stateOf(profile: Profile): object {
  const { value, vitals, channel, environment, social, engagement, psychographics } = profile;
  return kept({
    value,
    vitals,
    channel,
    environment,
    social,
    engagement: kept(engagement),
    psychographics: kept(psychographics),
  });
}

/** Zeros and what is empty are not stored. */
function kept(entries: object): object {
  return Object.fromEntries(
    Object.entries(entries).filter(
      ([, entry]) => entry !== 0 && !(typeof entry === 'object' && Object.keys(entry).length === 0),
    ),
  );
}

/** Binary JSON takes about what its text takes: 4 bytes by key and value more, blanks and digits less. */
function jsonBytes(value: object): number {
  return JSON.stringify(value).length;
}
