import { expect, it } from 'vitest';
import { allowedMethods } from './allowed-methods.ts';

const routes = [
  { method: 'ALL', path: '/*' },
  { method: 'GET', path: '/v1/profiles/:id' },
  { method: 'DELETE', path: '/v1/profiles/:id' },
  { method: 'POST', path: '/v1/batch' },
  { method: 'OPTIONS', path: '/v1/*' },
];

it.each([
  ['/v1/profiles/anna', ['DELETE', 'GET', 'HEAD', 'OPTIONS']],
  ['/v1/batch', ['OPTIONS', 'POST']],
  ['/v1/profiles/anna/live', []],
  ['/v1/profiles/', []],
  ['/elsewhere', []],
])('finds what %s is served by', (path, methods) => {
  expect(allowedMethods(routes, path)).toEqual(methods);
});
