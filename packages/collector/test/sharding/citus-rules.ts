import type { ShardedTables } from './sharded-tables.ts';
import type { TappedStatement } from './tap-postgres.ts';

/** A statement that Citus refuses, or that would make others wait until the commit. */
export interface BrokenRule {
  readonly rule: string;
  readonly statement: string;
}

/**
 * Holds statements against what Citus 13 was found to refuse or to lock: they are told from their texts, which are ours
 * and few, not by a parser of SQL.
 */
export function brokenRules(
  statements: readonly TappedStatement[],
  tables: ShardedTables,
): readonly BrokenRule[] {
  const broken = new Map<string, BrokenRule>();
  const inTransaction = new Set<number>();
  for (const { connection, text } of statements) {
    const statement = text
      .replaceAll(/"likeness"\."(\w+)"/g, 'likeness.$1')
      .replaceAll(/\s+/g, ' ')
      .trim();
    if (/^begin\b/i.test(statement)) inTransaction.add(connection);
    if (/^(commit|rollback)\b/i.test(statement)) inTransaction.delete(connection);
    const rules = rulesBrokenBy(statement, tables);
    const [, written = ''] = /^INSERT INTO likeness\.(\w+)/i.exec(statement) ?? [];
    if (tables.references.has(written) && inTransaction.has(connection)) {
      rules.push('a reference table is written in a transaction: everybody else who writes it waits');
    }
    for (const rule of rules) broken.set(`${rule} ${statement}`, { rule, statement });
  }
  return [...broken.values()];
}

function rulesBrokenBy(statement: string, { distributed, references }: ShardedTables): string[] {
  if (!/^(WITH|SELECT|INSERT|UPDATE|DELETE|MERGE|COPY)\b/i.test(statement)) return [];
  const mentioned = new Set([...statement.matchAll(/likeness\.(\w+)(?! ?\()/g)].map(([, name = '']) => name));
  const sharded = [...mentioned].filter((name) => distributed.has(name));
  const rules: string[] = [];
  const [, into = ''] = /^(?:INSERT INTO|MERGE INTO) likeness\.(\w+)/i.exec(statement) ?? [];
  const isInsert = distributed.has(into) || references.has(into);
  if (isInsert && !/^INSERT INTO [\w.]+( AS \w+)? \([^)]*\) VALUES/i.test(statement)) {
    rules.push('rows are inserted by something else than VALUES or COPY: shards are locked until the commit');
  }
  const [first] = sharded;
  if (first === undefined) return rules;
  if (sharded.length > 1) rules.push('distributed tables are joined');
  if ([...mentioned].some((name) => !distributed.has(name) && !references.has(name))) {
    rules.push('a distributed table is joined with one of the coordinator');
  }
  const column = distributed.get(first) ?? '';
  const isOneKey = new RegExp(`WHERE (\\w+\\.)?${column} = \\$\\d+(::bigint)?( AND | FOR |$)`).test(
    statement,
  );
  if (/^(UPDATE|DELETE)\b/i.test(statement) && !isOneKey) {
    rules.push('rows of several shards are changed: others who do so wait until the commit');
  }
  if (/\bFOR (NO KEY )?(UPDATE|SHARE|KEY SHARE)\b/i.test(statement) && !isOneKey) {
    rules.push('rows of several shards are locked');
  }
  const [, set = ''] = /\bSET (.*)$/i.exec(statement) ?? [];
  if (/\b(now|random|clock_timestamp|statement_timestamp)\(|current_timestamp|\(SELECT\b/i.test(set)) {
    rules.push('a column is set to what is not immutable');
  }
  const [, conflict] = /ON CONFLICT \(([^)]*)\)/i.exec(statement) ?? [];
  if (distributed.has(into) && conflict?.split(', ').includes(column) === false) {
    rules.push('uniqueness is asked for without the distribution column');
  }
  return rules;
}
