import { expect, it } from 'vitest';
import { failureText } from './failure-text.ts';

const refused = (): Error =>
  new Error('Connection to 127.0.0.1:9092 failed.', { cause: new Error('connect ECONNREFUSED') });

it('says once what every attempt says', () => {
  const attempts = Array.from({ length: 20 }, refused);
  const error = new AggregateError([new AggregateError(attempts, 'metadata failed')], 'Producing failed.');
  expect(failureText(error)).toBe('Connection to 127.0.0.1:9092 failed: connect ECONNREFUSED');
});

it('names a few causes and counts the rest', () => {
  const errors = ['a', 'b', 'c', 'd', 'e'].map((text) => new Error(text));
  expect(failureText(new AggregateError(errors))).toBe('a; b; c and 2 more');
});

it('takes whatever was thrown', () => {
  expect(failureText('a text')).toBe('a text');
  expect(failureText(new AggregateError([], 'nothing inside'))).toBe('nothing inside');
});
