import { hash } from 'node:crypto';
import { createRecentMap } from '../recent-map.ts';
import type { ColumnType, ColumnValue } from './column-type.ts';
import type { Statements } from './connect.ts';
import { describeAgent } from './describe-agent.ts';
import { insertRows } from './insert-rows.ts';
import type { Placement } from './placement.ts';

/** Numbers for texts that repeat. */
export interface Dictionary {
  /**
   * The number of every text, in order. New texts are committed in a short transaction of their own before this
   * answers, so a row that uses a number can always be decoded.
   */
  readonly encode: (texts: readonly string[]) => Promise<readonly number[]>;
  /** The text of every number; a number that was never given is missing from the map. */
  readonly decode: (ids: readonly number[]) => Promise<ReadonlyMap<number, string>>;
}

/** Which table a dictionary keeps its texts in. */
export interface DictionaryTable {
  readonly table: 'texts' | 'contexts' | 'tags';
  readonly idColumn: 'text_id' | 'context_id' | 'tag_id';
  /** The columns that hold the text and what is derived from it. */
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** What they hold for a text, in their order. */
  readonly values: (text: string) => readonly ColumnValue[];
  /** SQL that gives the text back. */
  readonly text: string;
}

/** Names of events. */
export const textTable: DictionaryTable = {
  table: 'texts',
  idColumn: 'text_id',
  columns: { value: 'text' },
  values: (text) => [text],
  text: 'value',
};

/** Contexts, as JSON texts, with what their user agents say. */
export const contextTable: DictionaryTable = {
  table: 'contexts',
  idColumn: 'context_id',
  columns: { value: 'jsonb', agent: 'jsonb' },
  values: (text) => {
    const agent = describeAgent(text);
    return [text, agent === undefined ? null : JSON.stringify(agent)];
  },
  text: 'value::text',
};

/** Tags, as `family` TAB `value`. */
export const tagTable: DictionaryTable = {
  table: 'tags',
  idColumn: 'tag_id',
  columns: { family: 'text', value: 'text' },
  values: (text) => {
    const tab = text.indexOf('\t');
    return [text.slice(0, tab), text.slice(tab + 1)];
  },
  text: `family || E'\\t' || value`,
};

/** Entries remembered by one dictionary in both directions, at most. */
const rememberedEntries = 100_000;

/** Creates a dictionary over one table. */
export function createDictionary(
  sql: Statements,
  table: DictionaryTable,
  placement: Placement = 'one server',
): Dictionary {
  const ids = createRecentMap<string, number>(rememberedEntries);
  const texts = createRecentMap<number, string>(rememberedEntries);

  async function add(missing: ReadonlySet<string>): Promise<void> {
    const byDigest = new Map([...missing].map((text) => [digestOf(text), text]));
    // Sorted, so that two writers take the rows in the same order and cannot deadlock.
    const digests = [...byDigest.keys()].sort((a, b) => (a < b ? -1 : 1));
    await insertRows(sql, placement, {
      into: `likeness.${table.table}`,
      columns: { digest: 'uuid', ...table.columns },
      rows: digests.map((digest) => [digest, ...table.values(byDigest.get(digest) ?? '')]),
      ending: 'ON CONFLICT (digest) DO NOTHING',
    });
    const rows = await sql.unsafe<{ id: number; digest: string }[]>(
      `SELECT ${table.idColumn} AS id, digest FROM likeness.${table.table} WHERE digest = ANY($1::uuid[])`,
      [digests],
    );
    for (const row of rows) {
      const text = byDigest.get(row.digest);
      if (text === undefined) continue;
      ids.set(text, row.id);
      texts.set(row.id, text);
    }
  }

  return {
    encode: async (wanted) => {
      const missing = new Set<string>();
      for (const text of wanted) if (ids.get(text) === undefined) missing.add(text);
      if (missing.size > 0) await add(missing);
      return wanted.map((text) => {
        const id = ids.get(text);
        if (id === undefined)
          throw new Error(`dictionary ${table.table} gave no number for a text it was given`);
        return id;
      });
    },
    decode: async (wanted) => {
      const missing = wanted.filter((id) => texts.get(id) === undefined);
      if (missing.length > 0) {
        const rows = await sql.unsafe<{ id: number; text: string }[]>(
          `SELECT ${table.idColumn} AS id, ${table.text} AS text FROM likeness.${table.table}
           WHERE ${table.idColumn} = ANY($1::int[])`,
          [missing],
        );
        for (const row of rows) texts.set(row.id, row.text);
      }
      const decoded = new Map<number, string>();
      for (const id of wanted) {
        const text = texts.get(id);
        if (text !== undefined) decoded.set(id, text);
      }
      return decoded;
    },
  };
}

function digestOf(text: string): string {
  const hex = hash('md5', text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
