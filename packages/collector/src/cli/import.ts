import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type ImportResult, importFile } from '../import/import-file.ts';
import {
  createProgressDisplay,
  formatCount,
  formatDuration,
  rowsPerSecond,
} from '../import/import-progress.ts';
import { openInputFile, standardInput } from '../import/input-file.ts';
import { loadMapping, type MappingSource, presets } from '../import/load-mapping.ts';
import { planImport } from '../import/plan-import.ts';
import type { RecordFormat } from '../import/split-records.ts';
import { filters } from '../import/template.ts';
import { createEngine, type Engine } from '../service.ts';
import { ImportMovedError } from '../store/import-store.ts';
import { migrateDatabase } from '../store/migrate.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { chooseConfig, configOptions, configUsage } from './config-option.ts';
import { chooseDatabase, databaseOptions, databaseUsage } from './database-option.ts';
import { applyMappingFlags, mappingOptions } from './mapping-flags.ts';
import { chooseSite } from './site-option.ts';

/** `likeness import FILE…`. */
export const importCommand: Command = {
  summary: 'import events from NDJSON or CSV files',
  usage: `likeness import FILE… [options]

  FILE                 NDJSON or CSV, plain or gzip; - for standard input
  --format FORMAT      ndjson or csv; else the mapping or the file's name says it
  --site NAME          the site to import into; default the first site
  --again              read a file again that was imported before: its events count as duplicates
  --json               one JSON line for each file instead of words
${configUsage}
${databaseUsage}

NDJSON of Segment-shaped events, one a line, needs no mapping. A CSV file's first line names its columns; those named
like fields of an event (type, event, userId, anonymousId, timestamp, messageId, properties.price, traits.email …) are
those fields, all others are properties.

Another shape needs a mapping: a JSON file, a preset (${presets.join(', ')}), flags, or a file and flags that override it.
  --mapping FILE       a mapping file or the name of a preset
  --user-id, --anonymous-id, --message-id, --timestamp, --event, --type, --group-by TEMPLATE
  --property NAME=TEMPLATE, --trait NAME=TEMPLATE, --item LIST.NAME=TEMPLATE (each may be repeated)

A template is text with {Column} or {Column:filter}; {#line} is the number of the line. One that is a single placeholder
keeps its type: "{UnitPrice:number}". An empty column leaves the field out.
  filters              ${Object.keys(filters).join(', ')}
--group-by makes one event of all rows with the same key (a few other groups may come in between): fields are those of
its first row, and each row adds an object to the lists of --item. In a file a value may also be a list of choices:

  { "groupBy": "{InvoiceNo}", "messageId": "{InvoiceNo}", "userId": "{CustomerID}", "timestamp": "{InvoiceDate}",
    "event": [{ "if": { "InvoiceNo": "^C" }, "use": "Order Refunded" }, "Order Completed"],
    "properties": { "currency": "GBP" },
    "items": { "products": { "name": "{Description}", "price": "{UnitPrice:number}", "quantity": "{Quantity:number}" } } }

Every row ends up imported, a duplicate (its event was there already) or in quarantine with its line and the reason
(likeness quarantine). Without a messageId, rows that say the same at the same time are one event. An import that was
interrupted or killed goes on where it was when it is run again with the same file, site and mapping.`,
  run: async (context) => {
    const { values, positionals } = parseArgs({
      args: [...context.args],
      allowPositionals: true,
      options: {
        ...databaseOptions,
        ...configOptions,
        ...mappingOptions,
        mapping: { type: 'string' },
        format: { type: 'string' },
        site: { type: 'string' },
        again: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    if (positionals.length === 0) throw new UsageError('name the file to import (or - for standard input)');
    for (const path of positionals) {
      if (path !== standardInput && !existsSync(path)) throw new UsageError(`there is no file ${path}`);
    }
    const format = parseFormat(values.format);
    const mapping = applyMappingFlags(await readMapping(values.mapping), values);
    const config = await chooseConfig(values, context);
    const database = await chooseDatabase(values, context);
    try {
      await migrateDatabase(database.url);
      const engine = createEngine({ databaseUrl: database.url, now: context.now, config });
      try {
        const siteId = await chooseSite(engine.keys, values.site);
        const options = { siteId, format, mapping, whenFinished: values.again ? 'again' : 'keep' } as const;
        for (const path of positionals) {
          const result = await importOne(engine, path, options, context);
          context.print(values.json ? JSON.stringify({ file: path, ...result }) : describe(path, result));
          if (result.state === 'interrupted') return 130;
        }
        return 0;
      } finally {
        await engine.stop();
      }
    } finally {
      await database.release();
    }
  },
};

interface ImportOptions {
  readonly siteId: number;
  readonly format: RecordFormat | undefined;
  readonly mapping: MappingSource | undefined;
  readonly whenFinished: 'keep' | 'again';
}

/** An import's result with how long this run took. */
interface TimedResult extends ImportResult {
  readonly seconds: number;
  readonly rowsPerSecond: number;
}

async function importOne(
  engine: Engine,
  path: string,
  options: ImportOptions,
  context: CommandContext,
): Promise<TimedResult> {
  const { now, signal } = context;
  const file = await openInputFile(path, context.stdin).catch((error: unknown) => {
    throw explained(error, path);
  });
  const display = createProgressDisplay(context.report, context.isInteractive);
  try {
    const plan = await planImport({ ...options, file, path });
    if (!plan.ok) throw new UsageError(plan.error);
    const startedAt = now();
    const shareRead = (): number => (file.bytes === 0 ? 1 : file.bytesRead() / file.bytes);
    let readBefore = 0;
    let shareBefore = 0;
    const result = await importFile(plan.value, {
      apply: engine.apply,
      keepPlan: engine.keepPlan,
      keptSince: engine.keptSince(),
      signal,
      now,
      onBegin: (counts) => {
        readBefore = counts.read;
        shareBefore = shareRead();
      },
      onProgress: (counts) => {
        const rows = counts.read - readBefore;
        display.show({ counts, rows, share: shareRead(), shareBefore, elapsedMs: now() - startedAt });
      },
    });
    const elapsedMs = now() - startedAt;
    return {
      ...result,
      seconds: Math.round(elapsedMs) / 1_000,
      rowsPerSecond: rowsPerSecond(result.read - result.readBefore, elapsedMs),
    };
  } catch (error) {
    throw explained(error, path);
  } finally {
    display.end();
    await file.close();
  }
}

/** One line for what the caller can mend: a file that cannot be read or inflated, or is being imported already. */
function explained(error: unknown, path: string): unknown {
  if (error instanceof ImportMovedError) return new UsageError(`${path}: ${error.message}`);
  if (!(error instanceof Error) || !('code' in error)) return error;
  const code = String(error.code);
  const isOfFile = 'syscall' in error && (error.syscall === 'open' || error.syscall === 'read');
  if (!isOfFile && !code.startsWith('Z_')) return error;
  return new UsageError(`${path} cannot be read to its end (${code}); what was imported stays`);
}

async function readMapping(nameOrPath: string | undefined): Promise<MappingSource | undefined> {
  if (nameOrPath === undefined) return undefined;
  const mapping = await loadMapping(nameOrPath);
  if (!mapping.ok) throw new UsageError(mapping.error);
  return mapping.value;
}

function parseFormat(text: string | undefined): RecordFormat | undefined {
  if (text === undefined || text === 'csv' || text === 'ndjson') return text;
  throw new UsageError(`--format must be ndjson or csv, not ${text}`);
}

function describe(path: string, result: TimedResult): string {
  const rows = `${formatCount(result.read)} rows read = ${formatCount(result.imported)} imported + ${formatCount(result.duplicate)} duplicate + ${formatCount(result.quarantined)} quarantined`;
  if (result.state === 'already-imported') {
    return `${path}: already imported; nothing was done (--again reads it once more)\n  then: ${rows}`;
  }
  const before = result.readBefore === 0 ? '' : `, ${formatCount(result.readBefore)} of them before`;
  const lines = [
    `${path}: ${rows}`,
    `  ${formatDuration(result.seconds * 1_000)}, ${formatCount(result.rowsPerSecond)} rows/s${before}`,
  ];
  if (result.quarantined > 0) lines.push('  likeness quarantine list shows what was not accepted, and why');
  if (result.state === 'interrupted')
    lines.push('  interrupted: run the same command again to go on from here');
  return lines.join('\n');
}
