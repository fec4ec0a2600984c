import { describe, expect, it } from 'vitest';
import { readyMadeSegments } from './ready-made-segments.ts';
import type { SegmentDefinition, SegmentRule } from './rule.ts';
import { createSegmentSet } from './segment-set.ts';

const named = (name: string, rule: SegmentRule = { all: [] }): SegmentDefinition => ({ name, rule });
const expectedOf = (definitions: readonly SegmentDefinition[]) => {
  const set = createSegmentSet(definitions);
  return set.ok ? [] : set.error.map(({ path, expected }) => `${path.join('.')}: ${expected}`);
};

describe('createSegmentSet', () => {
  it('takes the ready-made segments', () => {
    const set = createSegmentSet(readyMadeSegments());
    expect(set.ok && [...set.value.rules.keys()]).toHaveLength(8);
  });

  it('refuses names that are no names or occur twice', () => {
    expect(expectedOf([named('VIP'), named('tea'), named('tea')])).toEqual([
      '0.name: a name of 1 to 64 lower case letters, digits and hyphens',
      '2.name: a name that occurs once, not tea again',
    ]);
  });

  it('refuses a reference to nothing', () => {
    expect(expectedOf([named('tea', { not: { segment: 'coffee' } })])).toEqual([
      '0.rule: a segment that exists, not coffee',
    ]);
  });

  it('refuses segments that are defined by each other', () => {
    const circle = [
      named('a', { any: [{ segment: 'b' }] }),
      named('b', { not: { segment: 'c' } }),
      named('c', { segment: 'a' }),
      named('d', { segment: 'a' }),
    ];
    expect(expectedOf(circle)).toEqual([
      '0.rule: a rule that does not lead back to a',
      '1.rule: a rule that does not lead back to b',
      '2.rule: a rule that does not lead back to c',
    ]);
  });

  it('says in which definition and where in its rule a mistake is', () => {
    const wrong: unknown = { all: [{ of: { measure: 'events' }, is: { atleast: 1 } }] };
    // What a configuration without types could hold.
    expect(expectedOf([named('new'), named('old', wrong as SegmentRule)])).toEqual([
      '1.rule.all.0.is.atleast: no other keys than atLeast, atMost, above, below, equals, oneOf, contains, known',
    ]);
  });
});
