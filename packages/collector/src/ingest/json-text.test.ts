import { expect, it } from 'vitest';
import { jsonText } from './json-text.ts';

it('writes any JSON as it is', () => {
  expect(jsonText({ a: [1, null, 'x'] })).toBe('{"a":[1,null,"x"]}');
  expect(jsonText(undefined)).toBe('undefined');
});

it('cuts what is nested deeper than the stack', () => {
  const value: unknown = JSON.parse(`{"id":"x","deep":${'['.repeat(200_000)}${']'.repeat(200_000)}}`);
  const text = jsonText(value);
  expect(text).toMatch(/^\{"id":"x","deep":\[+"… \(nested too deep to be kept\)"\]+\}$/);
  expect(text.length).toBeLessThan(300);
});
