import { expect, it } from 'vitest';
import { mentionsPerson } from './mentions-person.ts';

const ids = new Set(['anna', '7']);

it('finds an id anywhere in JSON, as text or number, and not within a longer text', () => {
  expect(mentionsPerson('{"type":"track","userId":"anna"}', ids)).toBe(true);
  expect(mentionsPerson('{"context":{"traits":[{"id":7}]}}', ids)).toBe(true);
  expect(mentionsPerson('{"userId":"annabel","price":70}', ids)).toBe(false);
});

it('finds an id as a field of any other text', () => {
  expect(mentionsPerson('2026-01-01,"anna",Graz', ids)).toBe(true);
  expect(mentionsPerson('{"userId": "anna", ', ids)).toBe(false);
  expect(mentionsPerson('2026-01-07,annabel', ids)).toBe(false);
});
