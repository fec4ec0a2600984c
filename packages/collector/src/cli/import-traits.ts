import { parseArgs } from 'node:util';
import { traitLimit } from '@likeness/core';
import type { ImportPlan } from '../import/import-file.ts';
import { formatCount } from '../import/import-progress.ts';
import type { InputFile } from '../import/input-file.ts';
import { type InspectedFile, inspectColumns } from '../import/inspect-columns.ts';
import { type TraitsPlan, traitsMapping } from '../import/plan-traits.ts';
import { type TraitType, traitTypes } from '../import/trait-type.ts';
import type { Engine } from '../service.ts';
import { countKnownIds } from '../store/count-known-ids.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { configOptions, configUsage } from './config-option.ts';
import { confirm } from './confirm.ts';
import { databaseOptions, databaseUsage } from './database-option.ts';
import { chooseOneFile, runOneImport } from './run-import.ts';
import { chooseSite } from './site-option.ts';
import { chooseFormat, needColumn, readAt } from './statement-flags.ts';
import { withEngine } from './with-engine.ts';

const traitOptions = {
  format: { type: 'string' },
  'user-id': { type: 'string' },
  'anonymous-id': { type: 'string' },
  at: { type: 'string' },
  source: { type: 'string', default: 'import' },
  trait: { type: 'string', multiple: true },
  skip: { type: 'string', multiple: true },
  site: { type: 'string' },
  yes: { type: 'boolean', default: false },
  again: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

type Flags = {
  readonly [K in keyof typeof traitOptions]?:
    | (K extends 'trait' | 'skip' ? string[] : K extends 'yes' | 'again' | 'json' ? boolean : string)
    | undefined;
};

/** `likeness import traits FILE`. */
export const importTraitsCommand: Command = {
  summary: 'import what is known of users: a CRM export, a spreadsheet',
  usage: `likeness import traits FILE [options]

  FILE                 CSV, NDJSON or a JSON array, plain or gzip; - for standard input; one row is one user
  --user-id COLUMN     whose row it is, by the product's own id (default: a column userId, user_id or id)
  --anonymous-id COLUMN  the same by anonymous id (default: a column anonymousId or anonymous_id)
  --at COLUMN|TIME     when it was true; default now. A newer statement of another source wins over an older one,
                       unless likeness.config.ts trusts one of them more (traits.priority, traits.lead)
  --source NAME        who says it, for example crm; kept with every trait (default import)
  --trait NAME=COLUMN[:TYPE]  only these columns become traits, under these names; may be repeated
  --skip COLUMN        a column that is no trait; may be repeated
  --format FORMAT      csv, ndjson or json; else the file itself says it
  --site NAME          the site to import into; default the first site
  --yes                go on without asking; needed in scripts
  --again              read a file again that was imported before: its rows count as duplicates
  --json               one JSON line instead of words
${configUsage}
${databaseUsage}

First the whole file is read to learn its columns and their types (${traitTypes.join(', ')}), and how many of its users
are known; that is shown and to be confirmed. A user who is not known yet gets a profile. An empty cell says nothing.
A row with a cell of another type, or without an id, goes to quarantine with its line. Interrupted or killed, the same
command goes on where it was; run again, it changes nothing.`,
  run: async (context) => {
    const { values, positionals } = parseArgs({
      args: [...context.args],
      allowPositionals: true,
      options: { ...databaseOptions, ...configOptions, ...traitOptions },
    });
    const path = chooseOneFile('import traits', positionals);
    return await withEngine(values, context, async ({ engine }) => {
      const siteId = await chooseSite(engine.keys, values.site);
      const planOf = async (file: InputFile): Promise<ImportPlan | undefined> =>
        await planTraits(engine, { file, path, siteId, flags: values }, context);
      return await runOneImport(engine, { path, planOf, json: values.json }, context);
    });
  },
};

interface TraitsRequest {
  readonly file: InputFile;
  readonly path: string;
  readonly siteId: number;
  readonly flags: Flags;
}

async function planTraits(
  engine: Engine,
  { file, path, siteId, flags }: TraitsRequest,
  context: CommandContext,
): Promise<ImportPlan | undefined> {
  const format = await chooseFormat(file, path, flags.format);
  const ids = { userId: flags['user-id'], anonymousId: flags['anonymous-id'] };
  const users = countKnownIds(engine.database.sql, siteId);
  const inspected = await inspectColumns(file, format, ({ values }) => {
    const { userId, anonymousId } = idColumns(Object.keys(values), ids);
    if (userId !== undefined && hasText(values[userId]))
      return users.add('user', String(values[userId]).trim());
    if (anonymousId === undefined || !hasText(values[anonymousId])) return undefined;
    return users.add('anonymous', String(values[anonymousId]).trim());
  });
  if (!inspected.ok) throw new UsageError(inspected.error);
  const plan = planColumns(inspected.value, flags);
  const { known, unknown } = await users.end();
  context.report(describePlan(inspected.value, plan, { file: file.name, known, unknown }));
  if (!(await confirm('Import these traits?', { isYes: flags.yes === true, path, context })))
    return undefined;
  return {
    siteId,
    file,
    format,
    mapping: traitsMapping(plan),
    mappingText: JSON.stringify(plan),
    readRow: inspected.value.readRow,
    start: inspected.value.start,
    whenFinished: flags.again === true ? 'again' : 'keep',
  };
}

/** Which columns hold ids: as the flags say, else those that are named like ids. */
function idColumns(
  columns: readonly string[],
  named: { readonly userId: string | undefined; readonly anonymousId: string | undefined },
): { readonly userId: string | undefined; readonly anonymousId: string | undefined } {
  if (named.userId !== undefined || named.anonymousId !== undefined) return named;
  return {
    userId: ['userId', 'user_id', 'id'].find((name) => columns.includes(name)),
    anonymousId: ['anonymousId', 'anonymous_id'].find((name) => columns.includes(name)),
  };
}

function planColumns({ columns }: InspectedFile, flags: Flags): TraitsPlan {
  const names = columns.map(({ column }) => column);
  const typeOf = new Map(columns.map(({ column, type }) => [column, type]));
  const ids = idColumns(names, { userId: flags['user-id'], anonymousId: flags['anonymous-id'] });
  if (ids.userId === undefined && ids.anonymousId === undefined) {
    throw new UsageError(`which column says whose row it is? Say --user-id with one of ${names.join(', ')}`);
  }
  if (ids.userId !== undefined) needColumn(names, ids.userId, '--user-id');
  if (ids.anonymousId !== undefined) needColumn(names, ids.anonymousId, '--anonymous-id');
  for (const column of flags.skip ?? []) needColumn(names, column, '--skip');
  const at = readAt(names, flags.at);
  const timeColumn = at !== undefined && 'column' in at ? at.column : undefined;
  const left = new Set([ids.userId, ids.anonymousId, timeColumn, ...(flags.skip ?? [])]);
  const traits =
    flags.trait === undefined
      ? names
          .filter((column) => !left.has(column) && column !== '')
          .map((column) => ({ column, trait: column, type: typeOf.get(column) ?? 'text' }))
      : flags.trait.map((text) => parseTrait(text, names, typeOf));
  if (traits.length === 0) throw new UsageError('there is no column that could become a trait');
  if (traits.length > traitLimit) {
    throw new UsageError(
      `a profile keeps ${traitLimit} traits and the file has ${traits.length}: name those that matter with --trait`,
    );
  }
  return { ...ids, ...(at === undefined ? {} : { at }), source: flags.source ?? 'import', traits };
}

function parseTrait(
  text: string,
  columns: readonly string[],
  typeOf: ReadonlyMap<string, TraitType>,
): TraitsPlan['traits'][number] {
  const equals = text.indexOf('=');
  if (equals <= 0) throw new UsageError(`--trait needs NAME=COLUMN or NAME=COLUMN:TYPE, not ${text}`);
  const trait = text.slice(0, equals);
  const rest = text.slice(equals + 1);
  const type = traitTypes.find((known) => rest.endsWith(`:${known}`));
  const column = type === undefined ? rest : rest.slice(0, -type.length - 1);
  needColumn(columns, column, '--trait');
  return { column, trait, type: type ?? typeOf.get(column) ?? 'text' };
}

function describePlan(
  { columns, rows, unreadable }: InspectedFile,
  plan: TraitsPlan,
  { file, known, unknown }: { readonly file: string; readonly known: number; readonly unknown: number },
): string {
  const facts = new Map(columns.map((one) => [one.column, one]));
  const nobody = rows - known - unknown;
  const head = [
    `${file}: ${formatCount(rows)} rows`,
    `${formatCount(known)} of users that are known, ${formatCount(unknown)} of new ones`,
    ...(nobody > 0 ? [`${formatCount(nobody)} without an id, for quarantine`] : []),
    ...(unreadable > 0 ? [`${formatCount(unreadable)} more that cannot be read, for quarantine`] : []),
  ];
  const table = [
    ['column', 'trait', 'type', 'filled', 'for example'],
    ...plan.traits.map(({ column, trait, type }) => {
      const { filled = 0, examples = [] } = facts.get(column) ?? {};
      return [column, trait, type, formatCount(filled), examples.join(', ')];
    }),
  ];
  const widths = [0, 1, 2, 3].map((i) => Math.max(...table.map((row) => row[i]?.length ?? 0)));
  const lines = table.map((row) =>
    `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd(),
  );
  return `${head.join('; ')}\n${lines.join('\n')}\n`;
}

function hasText(value: unknown): boolean {
  return (typeof value === 'string' && value.trim() !== '') || typeof value === 'number';
}
