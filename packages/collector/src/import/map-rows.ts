import { type Issue, issue, type JsonObject, type JsonValue } from '@likeness/core';
import type { Mapping } from './compile-mapping.ts';
import { createGroupWindow, type GroupWindowOptions } from './group-window.ts';
import type { RowProblem } from './read-rows.ts';
import type { Row } from './template.ts';

/** A row with whatever the caller keeps account of it by, and the text it came from. */
export interface SourceRow<T> {
  readonly row: Row;
  readonly raw: string;
  readonly handle: T;
}

/** What became of one or more rows. */
export interface Outcome<T> {
  /** Every row that it accounts for. */
  readonly handles: readonly T[];
  /** Line of the first of them, from 1. */
  readonly line: number;
  readonly made: { readonly event: JsonObject } | { readonly problem: RowProblem };
}

/** Turns rows into events or problems; every row ends up in exactly one outcome. */
export interface RowMapper<T> {
  /** Takes a row; what is decided because of it. */
  readonly take: (source: SourceRow<T>) => readonly Outcome<T>[];
  /** What is decided because there are no more rows. */
  readonly end: () => readonly Outcome<T>[];
}

/** A row of a group: the event is made by the first. */
interface GroupRow<T> extends SourceRow<T> {
  readonly event: JsonObject | undefined;
  readonly items: Readonly<Record<string, JsonObject>>;
}

/**
 * Creates a mapper. A row that the mapping cannot read is a problem of that row alone: the others of its group still
 * make their event.
 */
export function createRowMapper<T>(mapping: Mapping, window: GroupWindowOptions = {}): RowMapper<T> {
  const { groupKey } = mapping;
  if (groupKey === undefined) {
    return {
      take: (source) => {
        const issues: Issue[] = [];
        const event = mapping.event(source.row, issues);
        const items = mapping.items(source.row, issues);
        if (issues.length > 0) return [problemOf(source, issues)];
        return [eventOf([{ ...source, event, items }])];
      },
      end: () => [],
    };
  }
  const groups = createGroupWindow<GroupRow<T>>(window);
  return {
    take: (source) => {
      const issues: Issue[] = [];
      const key = groupKey(source.row, issues);
      if (key === undefined) issues.push(issue('required', ['groupBy'], 'what rows are grouped by', key));
      const event = mapping.event(source.row, issues);
      const items = mapping.items(source.row, issues);
      if (issues.length > 0) return [problemOf(source, issues)];
      const { closed, refused } = groups.add(String(key), { ...source, event, items });
      const outcomes = closed.map(eventOf);
      if (refused !== undefined) outcomes.push(problemOf(source, [refusal(refused)]));
      return outcomes;
    },
    end: () => groups.close().map(eventOf),
  };
}

function eventOf<T>(rows: readonly GroupRow<T>[]): Outcome<T> {
  const [first] = rows;
  if (first === undefined) throw new Error('a group without rows');
  const lists: Record<string, JsonValue> = {};
  for (const list of Object.keys(first.items)) lists[list] = rows.map(({ items }) => items[list] ?? {});
  const event = first.event ?? {};
  const properties = event.properties;
  const isObject = typeof properties === 'object' && properties !== null;
  return {
    handles: rows.map(({ handle }) => handle),
    line: first.row.line,
    made: {
      event:
        Object.keys(lists).length === 0
          ? event
          : { ...event, properties: { ...(isObject ? properties : {}), ...lists } },
    },
  };
}

function problemOf<T>({ row, raw, handle }: SourceRow<T>, issues: readonly Issue[]): Outcome<T> {
  return { handles: [handle], line: row.line, made: { problem: { issues, raw } } };
}

function refusal(refused: 'late' | 'full'): Issue {
  return refused === 'late'
    ? issue('range', ['groupBy'], 'rows of a group closer together (sort the file by it)', undefined)
    : issue('too-many', ['groupBy'], 'fewer rows in one group', undefined);
}
