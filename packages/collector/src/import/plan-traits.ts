import { type Issue, issue, type JsonValue, traitValueLength } from '@likeness/core';
import type { Mapping } from './compile-mapping.ts';
import { type StatementColumns, statementMapping } from './statement-mapping.ts';
import { readColumn } from './template.ts';
import { readTrait, type TraitType } from './trait-type.ts';

/** A column that becomes a trait. */
export interface TraitColumn {
  readonly column: string;
  readonly trait: string;
  readonly type: TraitType;
}

/** How rows of traits are read. */
export interface TraitsPlan extends StatementColumns {
  readonly source: string;
  readonly traits: readonly TraitColumn[];
}

/**
 * A mapping from rows to traits. An empty cell says nothing; one that is not of its column's type, or that is too long
 * to be kept, makes its row a problem.
 */
export function traitsMapping(plan: TraitsPlan): Mapping {
  return statementMapping({
    ...plan,
    traits: (row, issues) => {
      const traits: Record<string, JsonValue> = {};
      for (const { column, trait, type } of plan.traits) {
        const value = readColumn(row, column);
        if (value === undefined) continue;
        const read = readTrait(type, value);
        if (read === undefined) issues.push(issue('type', [column], expectedOf(type), value));
        else if (isKept(read, column, issues)) traits[trait] = read;
      }
      return traits;
    },
  });
}

/** Whether a value is short enough to be kept as a trait; adds an issue when it is not. */
export function isKept(value: JsonValue, column: string, issues: Issue[]): boolean {
  if (JSON.stringify(value).length <= traitValueLength) return true;
  const expected = `a value of at most ${traitValueLength} characters of JSON`;
  issues.push(issue('too-long', [column], expected, value));
  return false;
}

function expectedOf(type: TraitType): string {
  switch (type) {
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false, yes or no';
    case 'date':
      return 'a date such as 2026-01-31, or a time in ISO 8601';
    case 'list':
      return 'a list of values between ; or |';
    case 'text':
    case 'as is':
      return 'a text';
  }
}
