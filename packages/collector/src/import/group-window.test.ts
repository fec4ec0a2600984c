import { describe, expect, it } from 'vitest';
import { createGroupWindow } from './group-window.ts';

describe('createGroupWindow', () => {
  it('keeps a group open while rows of others come in between', () => {
    const window = createGroupWindow<number>({ groups: 2 });
    expect(window.add('a', 1).closed).toEqual([]);
    expect(window.add('b', 2).closed).toEqual([]);
    expect(window.add('a', 3).closed).toEqual([]);
    expect(window.close()).toEqual([[2], [1, 3]]);
  });

  it('lets the group go that was touched longest ago when there are too many, and refuses its later rows', () => {
    const window = createGroupWindow<number>({ groups: 2 });
    for (const [key, row] of [
      ['a', 1],
      ['b', 2],
      ['a', 3],
    ] as const)
      window.add(key, row);
    expect(window.add('c', 4).closed).toEqual([[2]]);
    expect(window.add('b', 5)).toEqual({ closed: [], refused: 'late' });
  });

  it('holds so many rows at most, also in one group', () => {
    const window = createGroupWindow<number>({ rows: 3 });
    window.add('a', 1);
    window.add('b', 2);
    window.add('b', 3);
    expect(window.add('b', 4).closed).toEqual([[1]]);
    expect(window.add('b', 5)).toEqual({ closed: [], refused: 'full' });
    expect(window.close()).toEqual([[2, 3, 4]]);
  });

  it('forgets the keys of groups let go long ago, so memory stays bounded', () => {
    const window = createGroupWindow<number>({ groups: 1, closedKeys: 2 });
    for (const key of ['a', 'b', 'c', 'd']) window.add(key, 0);
    expect(window.add('b', 0).refused).toBe('late');
    expect(window.add('a', 0).refused).toBeUndefined();
  });
});
