import { parseArgs } from 'node:util';
import { checkSegments } from '../segments/check-segments.ts';
import type { Engine } from '../service.ts';
import { type SegmentMember, segmentMembers } from '../store/segment-members.ts';
import { listSegments } from '../store/segment-store.ts';
import { reviveDeliveries } from '../store/webhook-store.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { configOptions, configUsage } from './config-option.ts';
import { databaseOptions, databaseUsage } from './database-option.ts';
import { withEngine } from './with-engine.ts';

/** `likeness segments list|export|check|resend`. */
export const segmentsCommand: Command = {
  summary: 'list segments, export their members, check them, send failed webhooks again',
  usage: `likeness segments list
likeness segments export NAME [--format ndjson|csv]
likeness segments check
likeness segments resend [WEBHOOK]

list says what segments there are, in words, and how many are in them. export writes the members to standard output.
check asks for the members in three ways (rows, SQL over everyone, the rule on each profile) and exits with 1 when they
differ. resend gives webhook deliveries that were given up another round.

  --format FORMAT      ndjson (default) or csv
  --json               list, check, resend: JSON instead of words
${configUsage}
${databaseUsage}`,
  run: async (context) => {
    const { values, positionals } = parseArgs({
      args: [...context.args],
      allowPositionals: true,
      options: {
        ...databaseOptions,
        ...configOptions,
        format: { type: 'string', default: 'ndjson' },
        json: { type: 'boolean', default: false },
      },
    });
    const [action = 'list', what] = positionals;
    const run = actions[action];
    if (run === undefined)
      throw new UsageError(`segments ${action} is no command: list, export, check or resend`);
    return await withEngine(values, context, async ({ engine }) => {
      return await run(engine, { what, format: values.format, json: values.json }, context);
    });
  },
};

interface SegmentsOptions {
  readonly what: string | undefined;
  readonly format: string;
  readonly json: boolean;
}

type Run = (engine: Engine, options: SegmentsOptions, context: CommandContext) => Promise<number>;

const actions: Readonly<Record<string, Run>> = {
  list: async ({ database }, { json }, { print }) => {
    const segments = await listSegments(database.sql, undefined);
    if (json) print(JSON.stringify(segments));
    else if (segments.length === 0)
      print('No segments yet: likeness serve writes those of the configuration.');
    else
      for (const { name, members, description, inWords } of segments) {
        print(`${name.padEnd(20)} ${String(members).padStart(9)}  ${description}`);
        if (inWords !== description) print(`${''.padEnd(31)} ${inWords}`);
      }
    return 0;
  },
  export: async ({ database }, { what, format }, { print, signal }) => {
    if (what === undefined) throw new UsageError('segments export needs the name of a segment');
    if (format !== 'ndjson' && format !== 'csv') throw new UsageError('--format must be ndjson or csv');
    if (format === 'csv') print('profileId,userId,anonymousId,enteredAt');
    let after: string | undefined;
    for (;;) {
      signal.throwIfAborted();
      const members = await segmentMembers(database.sql, { segment: what, limit: 1_000, after });
      if (members === undefined) {
        throw new UsageError(`there is no segment ${what}: likeness segments list shows them`);
      }
      for (const member of members) print(format === 'csv' ? csvLine(member) : JSON.stringify(member));
      after = members.at(-1)?.profileId;
      if (after === undefined) return 0;
    }
  },
  check: async (engine, { json }, { print, now, signal }) => {
    const checks = await checkSegments(engine, { now: now(), signal });
    if (json) print(JSON.stringify(checks));
    else
      for (const { segment, rows, sql, rule, different } of checks) {
        const verdict = different === 0 ? 'agree' : `${different} profiles differ`;
        print(`${segment.padEnd(20)} rows ${rows}, SQL ${sql}, rule ${rule}: ${verdict}`);
      }
    return checks.some(({ different }) => different > 0) ? 1 : 0;
  },
  resend: async ({ database }, { what, json }, { print, now }) => {
    const resent = await reviveDeliveries(database.sql, what, now());
    print(json ? JSON.stringify({ resent }) : `${resent} deliveries will be sent again.`);
    return 0;
  },
};

/** The first id of each kind; the NDJSON has them all. */
function csvLine({ profileId, userIds, anonymousIds, enteredAt }: SegmentMember): string {
  return [profileId, userIds[0] ?? '', anonymousIds[0] ?? '', enteredAt.toISOString()]
    .map(csvField)
    .join(',');
}

/** RFC 4180. A field that a spreadsheet would run as a formula gets an apostrophe before it. */
function csvField(text: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
