import { type ColumnType, type ColumnValue, fromSent, sentType } from './column-type.ts';
import type { Statements } from './connect.ts';
import type { Placement } from './placement.ts';

/** Rows of one table, by a key of the type `bigint`, by which the table is distributed. */
interface KeyedRows {
  readonly table: string;
  readonly key: string;
}

/**
 * Locks the rows of some keys in the order of the keys, until the end of the transaction, and reads them: on one server
 * by one statement, sharded by one a key, sent without waiting for one another.
 */
export async function lockRows<Row extends object>(
  sql: Statements,
  placement: Placement,
  locked: KeyedRows & {
    /** SQL for what is read. */
    readonly columns: string;
    readonly keys: readonly string[];
    readonly strength: 'UPDATE' | 'NO KEY UPDATE';
  },
): Promise<readonly Row[]> {
  const { table, key, columns, keys, strength } = locked;
  if (keys.length === 0) return [];
  const text = `SELECT ${columns} FROM ${table} WHERE ${key}`;
  if (placement === 'one server') {
    return await sql.unsafe<Row[]>(
      `${text} = ANY($1::bigint[]) ORDER BY ${key} FOR ${strength}`,
      [[...keys]],
      { prepare: true },
    );
  }
  const sorted = [...keys].sort(byKey);
  const rows = await Promise.all(
    sorted.map(
      async (one) =>
        await sql.unsafe<Row[]>(`${text} = $1::bigint FOR ${strength}`, [one], { prepare: true }),
    ),
  );
  return rows.flat();
}

/**
 * Sets columns of rows by their keys, in the order given: on one server by one statement, sharded by one a key. A row
 * that is missing, or that `where` does not hold for, is left out.
 */
export async function updateRows(
  sql: Statements,
  placement: Placement,
  updated: KeyedRows & {
    readonly set: Readonly<Record<string, ColumnType>>;
    /** The key, then the values in the order of `set`. */
    readonly rows: readonly (readonly [key: string, ...values: ColumnValue[]])[];
    /** SQL for a condition on the row. */
    readonly where?: string;
  },
): Promise<void> {
  const { table, key, set, rows, where = 'true' } = updated;
  if (rows.length === 0) return;
  const names = Object.keys(set);
  const types = Object.values(set);
  const assign = (sent: (name: string, i: number) => string): string =>
    names.map((name, i) => `${name} = ${fromSent(sent(name, i), types[i])}`).join(', ');
  if (placement === 'one server') {
    const lists = ['bigint', ...types.map(sentType)].map((type, i) => `$${i + 1}::${type}[]`);
    await sql.unsafe(
      `UPDATE ${table} r SET ${assign((name) => `u.new_${name}`)}
       FROM unnest(${lists.join(', ')}) AS u (${[key, ...names.map((name) => `new_${name}`)].join(', ')})
       WHERE r.${key} = u.${key} AND ${where}`,
      lists.map((_, i) => rows.map((row) => row[i] ?? null)),
      { prepare: true },
    );
    return;
  }
  const text = `UPDATE ${table} r SET ${assign((_, i) => `$${i + 2}::${sentType(types[i] ?? 'text')}`)}
    WHERE r.${key} = $1::bigint AND ${where}`;
  await Promise.all(
    rows.map(async (row) => {
      await sql.unsafe(
        text,
        row.map((value) => value ?? null),
        { prepare: true },
      );
    }),
  );
}

/** The order of keys as numbers, in which rows are locked and written: two transactions cannot wait for each other. */
export function byKey(a: string, b: string): number {
  if (a === b) return 0;
  // Keys are written as Postgres writes a bigint: reading both into BigInts would cost ten times as much.
  const isNegative = a.startsWith('-');
  if (isNegative !== b.startsWith('-')) return isNegative ? -1 : 1;
  const isNearer = a.length === b.length ? a < b : a.length < b.length;
  return isNearer === isNegative ? 1 : -1;
}
