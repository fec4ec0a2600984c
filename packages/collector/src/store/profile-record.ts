import type { RestingProfile } from './resting-profile.ts';
import { type TagColumns, tagBytes, tagColumnsIn } from './tag-columns.ts';

/**
 * A profile at rest as one record of bytes: the garbage collector, which looks through all that lives whenever memory has
 * grown, sees one thing where it saw twenty, and nothing new where a profile has changed.
 *
 * Eight 32-bit numbers ({@link head}), the profile's numbers, its tags, and the two texts in UTF-8.
 */
export type ProfileRecord = ArrayBuffer;

/** What a record holds, apart from the names of its counts. Changing it changes the record. */
export interface OpenedRecord {
  readonly resting: RestingProfile;
  readonly tags: TagColumns;
}

/** Places of the head: how many numbers and tags there is room for, how many tags and days there are, bytes of texts. */
const head = { numbers: 0, tagRoom: 1, tags: 2, days: 3, traits: 4, state: 5 } as const;
const headBytes = 32;
/** Text to come, bytes: a state grows by a word or a digit at a time. */
const textRoom = 96;

/** Opens a record to be changed in place; `names` are those of its counts. */
export function openRecord(record: ProfileRecord, names: readonly string[]): OpenedRecord {
  const heads = new Int32Array(record, 0, headBytes / 4);
  const numbers = heads[head.numbers] ?? 0;
  const capacity = heads[head.tagRoom] ?? 0;
  const traits = heads[head.traits] ?? 0;
  const state = heads[head.state] ?? 0;
  const tagsFrom = headBytes + 8 * numbers;
  const textFrom = tagsFrom + tagBytes * capacity;
  const text = Buffer.from(record, textFrom, traits + state);
  return {
    resting: {
      numbers: new Float64Array(record, headBytes, numbers),
      names,
      days: heads[head.days] ?? 0,
      traits: text.toString('utf8', 0, traits),
      state: text.toString('utf8', traits),
    },
    tags: tagColumnsIn(record, { from: tagsFrom, size: heads[head.tags] ?? 0, capacity }),
  };
}

/** Closes an opened record, or makes one: the same bytes where it did not outgrow them, else new ones. */
export function closeRecord({ resting, tags }: OpenedRecord): ProfileRecord {
  const { traits, state } = resting;
  const textBytes = Buffer.byteLength(traits) + Buffer.byteLength(state);
  const { buffer } = tags.whole;
  const isInPlace = resting.numbers.buffer === buffer;
  const textFrom = headBytes + 8 * resting.numbers.length + tagBytes * tags.capacity;
  const record =
    isInPlace && textFrom + textBytes <= buffer.byteLength
      ? buffer
      : moved({ resting, tags }, textFrom + textBytes + textRoom);
  const text = Buffer.from(record, textFrom);
  const traitsBytes = text.write(traits);
  const heads = new Int32Array(record, 0, headBytes / 4);
  heads[head.numbers] = resting.numbers.length;
  heads[head.tagRoom] = tags.capacity;
  heads[head.tags] = tags.size;
  heads[head.days] = resting.days;
  heads[head.traits] = traitsBytes;
  heads[head.state] = text.write(state, traitsBytes);
  return record;
}

function moved({ resting: { numbers }, tags }: OpenedRecord, bytes: number): ProfileRecord {
  const record = new ArrayBuffer(bytes);
  new Float64Array(record, headBytes, numbers.length).set(numbers);
  const copy = tagColumnsIn(record, { ...tags, from: headBytes + 8 * numbers.length });
  copy.whole.set(tags.whole);
  copy.weights.set(tags.weights);
  return record;
}
