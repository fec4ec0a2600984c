import { expect, it } from 'vitest';
import { judgePlacement } from './judge-placement.ts';

it('says nothing where nothing is distributed', () => {
  expect(judgePlacement('one server', 'one server')).toEqual([]);
});

it.each([
  ['sharded', 'sharded', 'ok'],
  ['sharded', 'one server', 'fail'],
  ['one server', 'sharded', 'warn'],
] as const)('judges tables that are %s where the configuration says %s', (stored, configured, state) => {
  expect(judgePlacement(stored, configured)).toMatchObject([{ name: 'placement', state }]);
});
