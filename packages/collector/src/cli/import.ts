import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { standardInput } from '../import/input-file.ts';
import { loadMapping, type MappingSource, presets } from '../import/load-mapping.ts';
import { planImport } from '../import/plan-import.ts';
import type { RecordFormat } from '../import/split-records.ts';
import { filters } from '../import/template.ts';
import { type Command, UsageError } from './command.ts';
import { configOptions, configUsage } from './config-option.ts';
import { databaseOptions, databaseUsage } from './database-option.ts';
import { applyMappingFlags, mappingOptions } from './mapping-flags.ts';
import { describeImport, runImport } from './run-import.ts';
import { chooseSite } from './site-option.ts';
import { withEngine } from './with-engine.ts';

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
    return await withEngine(values, context, async ({ engine }) => {
      const siteId = await chooseSite(engine.keys, values.site);
      const options = { siteId, format, mapping, whenFinished: values.again ? 'again' : 'keep' } as const;
      for (const path of positionals) {
        const result = await runImport(
          engine,
          {
            path,
            planOf: async (file) => {
              const plan = await planImport({ ...options, file, path });
              if (!plan.ok) throw new UsageError(plan.error);
              return plan.value;
            },
          },
          context,
        );
        if (result === undefined) continue;
        context.print(values.json ? JSON.stringify({ file: path, ...result }) : describeImport(path, result));
        if (result.state === 'interrupted') return 130;
      }
      return 0;
    });
  },
};

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
