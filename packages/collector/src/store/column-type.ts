/**
 * What a column holds. A `time` is given in epoch ms; `jsonb`, and lists, as their text, because `unnest` takes lists
 * of lists apart.
 */
export type ColumnType =
  | 'bigint'
  | 'int'
  | 'smallint'
  | 'uuid'
  | 'text'
  | 'time'
  | 'jsonb'
  | 'int[]'
  | 'bigint[]'
  | 'real[]';

/** One value of a row; `undefined` and `null` are NULL. */
export type ColumnValue = string | number | null | undefined;

/** The type in which a value of a column is sent. */
export function sentType(type: ColumnType): string {
  if (type === 'time') return 'float8';
  return type === 'jsonb' || type.endsWith('[]') ? 'text' : type;
}

/** SQL for the column's value from what was sent. */
export function fromSent(sent: string, type: ColumnType | undefined): string {
  if (type === 'time') return `to_timestamp(${sent} / 1000)`;
  return type === 'jsonb' || type?.endsWith('[]') === true ? `${sent}::${type}` : sent;
}
