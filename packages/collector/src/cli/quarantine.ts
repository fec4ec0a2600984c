import { parseArgs } from 'node:util';
import { replayQuarantine } from '../quarantine/replay-quarantine.ts';
import type { Engine } from '../service.ts';
import { type QuarantineEntry, readQuarantine } from '../store/quarantine-store.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { configOptions, configUsage } from './config-option.ts';
import { databaseOptions, databaseUsage } from './database-option.ts';
import { withEngine } from './with-engine.ts';

/** `likeness quarantine list|show|replay`. */
export const quarantineCommand: Command = {
  summary: 'list, show and replay events that could not be accepted',
  usage: `likeness quarantine list [--limit N] [--all]
likeness quarantine show ID
likeness quarantine replay ID… | --all

list and show say what was sent and why it was not accepted. replay sends it through again, for example after an
upgrade: what is accepted now is marked and leaves the list, the rest stays with its reason (exit code 1). A row of a
file that is no event by itself cannot be replayed: correct the file and import it again, what is in already counts as
duplicate.

  --limit N            how many to list; default 50
  --all                list: also those that were replayed; replay: all that wait
  --json               one JSON line instead of words
${configUsage}
${databaseUsage}`,
  run: async (context) => {
    const { values, positionals } = parseArgs({
      args: [...context.args],
      allowPositionals: true,
      options: {
        ...databaseOptions,
        ...configOptions,
        all: { type: 'boolean', default: false },
        limit: { type: 'string', default: '50' },
        json: { type: 'boolean', default: false },
      },
    });
    const [action = 'list', ...rest] = positionals;
    const ids = rest.map((text) => parseWhole(text, 'the number of an entry'));
    const options: QuarantineOptions = {
      ids,
      limit: parseWhole(values.limit, '--limit'),
      all: values.all,
      json: values.json,
    };
    const run = runFor(action, options);
    return await withEngine(values, context, async ({ engine }) => {
      return await run(engine, options, context);
    });
  },
};

interface QuarantineOptions {
  readonly ids: readonly number[];
  readonly limit: number;
  readonly all: boolean;
  readonly json: boolean;
}

type Run = (engine: Engine, options: QuarantineOptions, context: CommandContext) => Promise<number>;

/** The action, once it is sure that it was asked for rightly. */
function runFor(action: string, { ids, all }: QuarantineOptions): Run {
  switch (action) {
    case 'list':
      if (ids.length > 0) throw new UsageError('quarantine list takes no number: quarantine show ID');
      return list;
    case 'show':
      if (ids.length !== 1) throw new UsageError('quarantine show needs the number of one entry');
      return show;
    case 'replay':
      if (all === ids.length > 0)
        throw new UsageError('quarantine replay needs numbers of entries, or --all');
      return replay;
    default:
      throw new UsageError(`quarantine ${action} is no command: list, show or replay`);
  }
}

async function list(
  engine: Engine,
  { limit, all, json }: QuarantineOptions,
  { print }: CommandContext,
): Promise<number> {
  const entries = await readQuarantine(engine.database.sql, {
    state: all ? 'all' : 'waiting',
    limit: limit + 1,
  });
  const shown = entries.slice(0, limit);
  if (json) {
    print(JSON.stringify(shown.map(jsonOf)));
    return 0;
  }
  if (shown.length === 0) print('The quarantine is empty.');
  for (const entry of shown) print(`${String(entry.id).padStart(6)}  ${placeOf(entry)}  ${entry.reason}`);
  if (entries.length > limit) print(`… and more: likeness quarantine list --limit ${limit * 10}`);
  return 0;
}

async function show(
  engine: Engine,
  { ids, json }: QuarantineOptions,
  { print }: CommandContext,
): Promise<number> {
  const [entry] = await readQuarantine(engine.database.sql, { ids, state: 'all', limit: 1 });
  if (entry === undefined) throw new UsageError(`there is no entry ${ids[0]}: likeness quarantine list`);
  if (json) {
    print(JSON.stringify(jsonOf(entry)));
    return 0;
  }
  print(`${placeOf(entry)}, site ${entry.site}\nreason: ${entry.reason}`);
  if (entry.replayedAt !== undefined) print(`replayed: ${new Date(entry.replayedAt).toISOString()}`);
  print(`\n${entry.raw}`);
  return 0;
}

async function replay(
  engine: Engine,
  { ids, json }: QuarantineOptions,
  { print, report, now, signal }: CommandContext,
): Promise<number> {
  const { accepted, duplicate, failed, failing } = await replayQuarantine(engine.apply, {
    ...(ids.length === 0 ? {} : { ids }),
    keepPlan: engine.keepPlan,
    keptSince: engine.keptSince(),
    now,
    signal,
  });
  if (json) print(JSON.stringify({ accepted, duplicate, failing: failed }));
  else {
    for (const entry of failing) report(`${entry.id}: ${entry.reason}\n`);
    print(`${accepted} accepted, ${duplicate} duplicate, ${failed} still not acceptable`);
  }
  return failed > 0 ? 1 : 0;
}

function placeOf({ receivedAt, source, line }: QuarantineEntry): string {
  return `${new Date(receivedAt).toISOString()}  ${source}${line === undefined ? '' : ` line ${line}`}`;
}

function jsonOf({ receivedAt, replayedAt, ...entry }: QuarantineEntry): object {
  return {
    ...entry,
    receivedAt: new Date(receivedAt).toISOString(),
    replayedAt: replayedAt === undefined ? null : new Date(replayedAt).toISOString(),
  };
}

function parseWhole(text: string, what: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new UsageError(`${what} must be a whole number above 0, not ${text}`);
}
