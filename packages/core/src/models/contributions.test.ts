import { describe, expect, it } from 'vitest';
import { collectContributions } from './contributions.ts';

describe('collectContributions', () => {
  it('sums amounts by name, largest first, equal ones by name', () => {
    const collected = collectContributions((add) => {
      add('b', 1);
      add('a', -1);
      add('c', 1);
      add('c', 2);
    });
    expect(collected).toEqual([
      { name: 'c', amount: 3 },
      { name: 'a', amount: -1 },
      { name: 'b', amount: 1 },
    ]);
  });
});
