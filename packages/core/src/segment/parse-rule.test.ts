import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryRule } from '../../test/arbitrary-rule.ts';
import { parseSegmentRule } from './parse-rule.ts';
import { ruleLimits } from './rule.ts';

const issuesOf = (value: unknown) => {
  const parsed = parseSegmentRule(value);
  return parsed.ok
    ? []
    : parsed.error.map(({ path, expected, received }) => ({ path: path.join('.'), expected, received }));
};

describe('parseSegmentRule', () => {
  it('takes every rule that the types allow, through JSON, as it is', () => {
    fc.assert(
      fc.property(arbitraryRule, (rule) => {
        const json: unknown = JSON.parse(JSON.stringify(rule));
        expect(parseSegmentRule(json)).toEqual({ ok: true, value: json });
      }),
    );
  });

  it('answers anything else with issues and never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const parsed = parseSegmentRule(value);
        if (!parsed.ok) expect(parsed.error.length).toBeGreaterThan(0);
      }),
    );
  });

  it('names every mistake by its path', () => {
    const rule = {
      all: [
        { of: { measure: 'tag', family: 'category', read: 'wieght' }, is: { atLeast: '2' } },
        { not: { of: { measure: 'count', event: 'Order Completed', day: 30 }, is: {} } },
        { of: { measure: 'revenue' }, is: { above: 1 } },
      ],
    };
    expect(issuesOf(rule)).toEqual([
      { path: 'all.0.of.value', expected: 'a text of 1 to 256 characters', received: 'nothing' },
      {
        path: 'all.0.of.read',
        expected: 'one of weight, fast, slow, share, rank, count',
        received: 'string of 6',
      },
      {
        path: 'all.0.is.atLeast',
        expected: 'a number: 0, or of a size from 1e-9 to 1e15',
        received: 'string of 1',
      },
      { path: 'all.1.not.of.day', expected: 'no other keys than measure, event', received: 'number' },
      {
        path: 'all.1.not.is',
        expected: 'at least one of atLeast, atMost, above, below, equals, oneOf, contains, known',
        received: 'object',
      },
      expect.objectContaining({ path: 'all.2.of.measure', received: 'string of 7' }),
    ]);
  });

  it('refuses texts that no database can store', () => {
    for (const name of ['a\u0000b', '\ud800']) {
      expect(issuesOf({ of: { measure: 'trait', name }, is: { known: true } })).toHaveLength(1);
      expect(issuesOf({ of: { measure: 'trait', name: 'a' }, is: { equals: name } })).toHaveLength(1);
    }
  });

  it('refuses rules that are too deep or too large', () => {
    let deep: unknown = { segment: 'new' };
    for (let i = 0; i < ruleLimits.depth; i++) deep = { not: deep };
    expect(issuesOf(deep)).toMatchObject([{ expected: 'at most 8 levels' }]);
    const wide = { any: Array.from({ length: ruleLimits.nodes }, () => ({ segment: 'new' })) };
    expect(issuesOf(wide)).toMatchObject([{ expected: 'at most 200 comparisons and combinations' }]);
  });
});
