import { readFile } from 'node:fs/promises';

/** How Citus keeps our tables, those of `likeness` by their names without it. */
export interface ShardedTables {
  /** The distribution column of each distributed table. */
  readonly distributed: ReadonlyMap<string, string>;
  /** Tables that every node has whole. */
  readonly references: ReadonlySet<string>;
  /** What else is changed before. */
  readonly preparation: readonly string[];
}

const page = new URL('../../../../docs/scale.md', import.meta.url);

/** What `docs/scale.md` tells operators to execute, so that it is that which is checked. */
export async function readShardedTables(): Promise<ShardedTables> {
  const text = await readFile(page, 'utf8');
  const [, sql] = /```sql\nCREATE EXTENSION citus;\n(.*?)```/s.exec(text) ?? [];
  if (sql === undefined) throw new Error('docs/scale.md has no SQL that begins with CREATE EXTENSION citus');
  const calls = [...sql.matchAll(/create_distributed_table\('likeness\.(\w+)', '(\w+)'/g)];
  return {
    distributed: new Map(calls.map(([, table = '', column = '']) => [table, column])),
    references: new Set(
      [...sql.matchAll(/create_reference_table\('likeness\.(\w+)'\)/g)].map(([, table = '']) => table),
    ),
    preparation: sql
      .split(';')
      .map((statement) => statement.replaceAll(/^--.*$/gm, '').trim())
      .filter((statement) => /^(ALTER|CREATE|DROP)/.test(statement)),
  };
}
