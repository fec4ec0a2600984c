import type postgres from 'postgres';
import { type ColumnType, type ColumnValue, fromSent, sentType } from './column-type.ts';
import type { Statements } from './connect.ts';
import type { Placement } from './placement.ts';

/** Rows for one table. */
export interface InsertedRows {
  /** With its alias, where `ending` needs one: `likeness.profiles AS p`. */
  readonly into: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** Values in the order of the columns. */
  readonly rows: readonly (readonly ColumnValue[])[];
  /** SQL behind the rows: `ON CONFLICT …`, `RETURNING …`. */
  readonly ending?: string;
}

/** Parameters of one statement, below the 65,534 that the protocol can carry. */
const mostParameters = 30_000;

/**
 * Inserts rows in their order and answers what `RETURNING` says, by one statement: on one server out of a list a column,
 * which is planned once and cheap at any length; sharded by `VALUES`, of which Citus sends every shard its own.
 */
export async function insertRows<Returned extends object>(
  sql: Statements,
  placement: Placement,
  inserted: InsertedRows,
): Promise<readonly Returned[]> {
  const { columns, rows } = inserted;
  if (rows.length === 0) return [];
  if (placement === 'one server') return await insertLists(sql, inserted);
  const most = Math.floor(mostParameters / Object.keys(columns).length);
  const returned: Returned[] = [];
  for (let at = 0; at < rows.length; at += most) {
    returned.push(...(await insertValues<Returned>(sql, { ...inserted, rows: rows.slice(at, at + most) })));
  }
  return returned;
}

async function insertLists<Returned extends object>(
  sql: Statements,
  { into, columns, rows, ending = '' }: InsertedRows,
): Promise<readonly Returned[]> {
  const names = Object.keys(columns);
  const types = Object.values(columns);
  const text = `INSERT INTO ${into} (${names.join(', ')})
    SELECT ${names.map((name, i) => fromSent(name, types[i])).join(', ')}
    FROM unnest(${types.map((type, i) => `$${i + 1}::${sentType(type)}[]`).join(', ')}) AS u (${names.join(', ')})
    ${ending}`;
  const lists = names.map((_, i) => rows.map((row) => row[i] ?? null));
  return await sql.unsafe<Returned[]>(text, lists, { prepare: true });
}

/** Not prepared: every number of rows is another statement. */
async function insertValues<Returned extends object>(
  sql: Statements,
  { into, columns, rows, ending = '' }: InsertedRows,
): Promise<readonly Returned[]> {
  const types = Object.values(columns);
  const parameters: (string | number | null)[] = [];
  const tuples = rows.map((row) => {
    const values = types.map((type, i) => {
      parameters.push(row[i] ?? null);
      return fromSent(`$${parameters.length}::${sentType(type)}`, type);
    });
    return `(${values.join(', ')})`;
  });
  const text = `INSERT INTO ${into} (${Object.keys(columns).join(', ')})
    VALUES ${tuples.join(', ')}
    ${ending}`;
  return await sql.unsafe<(Returned & postgres.Row)[]>(text, parameters);
}
