import { describe, expect, it } from 'vitest';
import { closeRecord, openRecord } from './profile-record.ts';
import type { RestingProfile } from './resting-profile.ts';
import { appendTag, createTagColumns } from './tag-columns.ts';

const resting = (over: Partial<RestingProfile> = {}): RestingProfile => ({
  numbers: Float64Array.from({ length: 40 }, (_, i) => i / 3),
  names: ['Product Viewed'],
  days: 2,
  traits: '{"name":"Zoë 李"}',
  state: '{"value":{}}',
  ...over,
});

const tags = (count: number) => {
  const columns = createTagColumns(count);
  for (let i = 0; i < count; i++) {
    appendTag(columns, { id: 7 * i, family: i % 3, count: i, fast: Math.fround(i / 7), slow: -i });
  }
  return columns;
};

describe('a profile record', () => {
  it('holds a profile to the bit', () => {
    const before = { resting: resting(), tags: tags(5) };
    const after = openRecord(closeRecord(before), before.resting.names);
    expect(after).toEqual({ resting: before.resting, tags: tags(5) });
  });

  it('stays where it is while what it holds changes, and moves when that outgrows it', () => {
    const record = closeRecord({ resting: resting(), tags: tags(5) });
    const opened = openRecord(record, ['Product Viewed']);
    opened.resting.state = '{"value":{"orders":1}}';
    opened.resting.numbers[0] = 12;
    opened.tags.weights[1] = 0.5;
    expect(closeRecord(opened)).toBe(record);
    const again = openRecord(record, ['Product Viewed']);
    expect(again.resting).toMatchObject({ state: '{"value":{"orders":1}}', traits: '{"name":"Zoë 李"}' });
    expect(again.resting.numbers[0]).toBe(12);
    expect(again.tags.weights[1]).toBe(0.5);

    again.resting.state = JSON.stringify({ text: '长'.repeat(500) });
    for (let i = 0; i < 20; i++)
      appendTag(again.tags, { id: 1_000 + i, family: 9, count: 1, fast: 1, slow: 2 });
    const moved = closeRecord(again);
    expect(moved).not.toBe(record);
    const last = openRecord(moved, ['Product Viewed']);
    expect(last.resting.state).toBe(again.resting.state);
    expect(last.resting.numbers[0]).toBe(12);
    expect(last.tags).toMatchObject({ size: 25 });
    expect(last.tags.whole[24]).toBe(1_019);
    expect(last.tags.weights[1]).toBe(0.5);
  });

  it('holds a profile without anything', () => {
    const empty = { numbers: new Float64Array(28), names: [], days: 0, traits: '{}', state: '{}' };
    const { resting: read, tags: none } = openRecord(
      closeRecord({ resting: resting(empty), tags: createTagColumns(0) }),
      [],
    );
    expect(read).toEqual(empty);
    expect(none).toMatchObject({ size: 0, capacity: 0 });
  });
});
