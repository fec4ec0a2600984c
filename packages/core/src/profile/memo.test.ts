import { expect, it, vi } from 'vitest';
import { createMemo } from './memo.ts';

it('computes each text once, an answer of undefined included', () => {
  const compute = vi.fn((text: string) => (text === 'none' ? undefined : text.length));
  const memo = createMemo(10, compute);
  expect([memo('ab'), memo('ab'), memo('none'), memo('none')]).toEqual([2, 2, undefined, undefined]);
  expect(compute).toHaveBeenCalledTimes(2);
});

it('never remembers more than its limit', () => {
  const compute = vi.fn((text: string) => text);
  const memo = createMemo(2, compute);
  for (const text of ['a', 'b', 'c', 'a']) expect(memo(text)).toBe(text);
  expect(compute).toHaveBeenCalledTimes(4);
});
