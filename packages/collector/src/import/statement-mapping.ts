import { type Issue, issue, type JsonObject, type JsonValue } from '@likeness/core';
import type { Mapping } from './compile-mapping.ts';
import { type Row, readColumn } from './template.ts';

/** Which columns say whose the row is, and when it was said. */
export interface StatementColumns {
  readonly userId?: string | undefined;
  readonly anonymousId?: string | undefined;
  /** A column with times, or one time for all rows; left out, it is the time of the import. */
  readonly at?: { readonly column: string } | { readonly time: string } | undefined;
}

/** Rows that say something about users. */
export interface Statements extends StatementColumns {
  /** Who says it: kept with every trait. */
  readonly source: string;
  /** The traits of a row; what is wrong with it is added to the issues. */
  readonly traits: (row: Row, issues: Issue[]) => JsonObject;
}

/** A mapping that makes an identify event of each row. */
export function statementMapping({ userId, anonymousId, at, source, traits }: Statements): Mapping {
  return {
    format: undefined,
    columns: new Set(),
    groupKey: undefined,
    items: () => ({}),
    event: (row, issues) => {
      const ids = { ...idOf('userId', row, userId), ...idOf('anonymousId', row, anonymousId) };
      if (Object.keys(ids).length === 0) {
        issues.push(issue('required', [userId ?? anonymousId ?? 'id'], 'an id of the user', undefined));
      }
      return {
        type: 'identify',
        ...ids,
        ...timeOf(row, at),
        traits: traits(row, issues),
        context: { source },
      };
    },
  };
}

function idOf(field: string, row: Row, column: string | undefined): Readonly<Record<string, string>> {
  const value = column === undefined ? undefined : readColumn(row, column);
  const id = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return id === '' ? {} : { [field]: id };
}

function timeOf(row: Row, at: StatementColumns['at']): Readonly<Record<string, JsonValue>> {
  if (at === undefined) return {};
  const time = 'time' in at ? at.time : readColumn(row, at.column);
  return time === undefined ? {} : { timestamp: time };
}
