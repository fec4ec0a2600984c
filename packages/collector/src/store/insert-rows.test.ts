import { expect, it } from 'vitest';
import type { Statements } from './connect.ts';
import { type InsertedRows, insertRows } from './insert-rows.ts';

interface Sent {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/** Remembers statements; answers one row to each. */
function listen(): { readonly sql: Statements; readonly sent: readonly Sent[] } {
  const sent: Sent[] = [];
  const sql = {
    unsafe: async (text: string, parameters: readonly unknown[]) => {
      sent.push({ text: text.replaceAll(/\s+/g, ' ').trim(), parameters });
      return [{ statement: sent.length }];
    },
  };
  // All that insertRows calls.
  return { sql: sql as unknown as Statements, sent };
}

const rows = (count: number): InsertedRows => ({
  into: 'likeness.things AS t',
  columns: { key: 'bigint', at: 'time', list: 'int[]', what: 'jsonb', name: 'text' },
  rows: Array.from({ length: count }, (_, i) => [String(i), i, '{1,2}', '{"a":1}', undefined]),
  ending: 'ON CONFLICT (key) DO NOTHING RETURNING key',
});

it('sends a list a column to one server', async () => {
  const { sql, sent } = listen();
  await insertRows(sql, 'one server', rows(2));
  expect(sent).toEqual([
    {
      text:
        'INSERT INTO likeness.things AS t (key, at, list, what, name) ' +
        'SELECT key, to_timestamp(at / 1000), list::int[], what::jsonb, name ' +
        'FROM unnest($1::bigint[], $2::float8[], $3::text[], $4::text[], $5::text[]) AS u (key, at, list, what, name) ' +
        'ON CONFLICT (key) DO NOTHING RETURNING key',
      parameters: [
        ['0', '1'],
        [0, 1],
        ['{1,2}', '{1,2}'],
        ['{"a":1}', '{"a":1}'],
        [null, null],
      ],
    },
  ]);
});

it('sends every value by itself to shards', async () => {
  const { sql, sent } = listen();
  await insertRows(sql, 'sharded', rows(1));
  expect(sent).toEqual([
    {
      text:
        'INSERT INTO likeness.things AS t (key, at, list, what, name) VALUES ' +
        '($1::bigint, to_timestamp($2::float8 / 1000), $3::text::int[], $4::text::jsonb, $5::text) ' +
        'ON CONFLICT (key) DO NOTHING RETURNING key',
      parameters: ['0', 0, '{1,2}', '{"a":1}', null],
    },
  ]);
});

it('divides what is too much for the parameters of one statement, and answers what all of them returned', async () => {
  const { sql, sent } = listen();
  const returned = await insertRows(sql, 'sharded', rows(14_000));
  expect(sent.map(({ parameters }) => parameters.length)).toEqual([30_000, 30_000, 10_000]);
  expect(returned).toEqual([{ statement: 1 }, { statement: 2 }, { statement: 3 }]);
});

it.each(['one server', 'sharded'] as const)('sends nothing for no rows to %s', async (placement) => {
  const { sql, sent } = listen();
  expect(await insertRows(sql, placement, rows(0))).toEqual([]);
  expect(sent).toEqual([]);
});
