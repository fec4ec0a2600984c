import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { createProgressLine } from '../progress/progress-line.ts';
import { type RefoldProgress, RefoldRunningError, refoldEverybody } from '../refold/refold-everybody.ts';
import type { FoundDifference, RefoldCounts } from '../refold/refold-group.ts';
import { refoldIds } from '../refold/refold-ids.ts';
import { formatRefoldProgress } from '../refold/refold-progress.ts';
import type { Engine } from '../service.ts';
import { findProfile } from '../store/find-profile.ts';
import { countProfiles } from '../store/refold-store.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { configOptions, configUsage } from './config-option.ts';
import { databaseOptions, databaseUsage } from './database-option.ts';
import { chooseSite } from './site-option.ts';
import { type CommandEngine, withEngine } from './with-engine.ts';

/** Differences shown of one profile. */
const shownDifferences = 5;
const mostWorkers = 32;

/** `likeness refold [ID…] [--check] [--workers N] [--restart]`. */
export const refoldCommand: Command = {
  summary: 'fold profiles from the events again, or check that they agree',
  usage: `likeness refold [ID…] [options]

  ID                   only these profiles: user ids, anonymous ids or profile ids; default everybody
  --check              change nothing; exit 1 when a profile differs from the fold of its events
  --workers N          threads that fold; default one for two processors, at most 4, where there is much to fold
  --restart            begin anew although a refold was interrupted
  --site NAME          the site of the IDs; default the first one
  --json               one JSON line instead of words
${configUsage}
${databaseUsage}

Run it after a change of rules (tags, weights, half-lives), with the new configuration: the past is then as if they had
always held. The collector goes on meanwhile. What was interrupted or killed goes on where it was when it is run
again under the same rules. A profile that had to push something out of a full part (64 tags of a family) depends there
on the order of arrival: it is counted apart, as bounded.`,
  run: async (context) => {
    const { values, positionals } = parseArgs({
      args: [...context.args],
      allowPositionals: true,
      options: {
        ...databaseOptions,
        ...configOptions,
        check: { type: 'boolean', default: false },
        workers: { type: 'string' },
        restart: { type: 'boolean', default: false },
        site: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const asked = values.workers === undefined ? undefined : Number(values.workers);
    if (asked !== undefined && !(Number.isInteger(asked) && asked >= 1 && asked <= mostWorkers)) {
      throw new UsageError(`--workers must be a whole number from 1 to ${mostWorkers}`);
    }
    const { print, report, signal } = context;
    const run = async ({ engine, config, databaseUrl }: CommandEngine): Promise<number> => {
      const mode = values.check ? 'check' : 'write';
      const workers = asked ?? (await usualWorkers(engine));
      const onDifference = reportDifferences(context);
      const result =
        positionals.length > 0
          ? await refoldNamed(engine, positionals, {
              site: values.site,
              options: { mode, signal, onDifference },
            })
          : await refoldAll(engine, context, {
              mode,
              onDifference,
              signal,
              rulesDigest: config.rulesDigest,
              begin: values.restart ? 'anew' : 'where it stopped',
              ...(workers === 1
                ? {}
                : {
                    threads: {
                      count: workers,
                      databaseUrl,
                      configFile: values.config ?? context.env.LIKENESS_CONFIG,
                    },
                  }),
            });
      print(values.json ? JSON.stringify(result) : describe(result, mode));
      return values.check && result.different > 0 ? 1 : 0;
    };
    try {
      return await withEngine(values, context, run);
    } catch (error) {
      if (!signal.aborted) throw error;
      report('likeness: interrupted; run the same command again to go on from here\n');
      return 130;
    }
  },
};

/** Starting a thread takes as long as folding some ten thousand events, and Postgres needs as much as the fold. */
async function usualWorkers(engine: Engine): Promise<number> {
  const { events } = await countProfiles(engine.apply.sql);
  return events < 500_000 ? 1 : Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2)));
}

async function refoldNamed(
  engine: Engine,
  names: readonly string[],
  { site, options }: { readonly site: string | undefined; readonly options: Parameters<typeof refoldIds>[2] },
): Promise<RefoldCounts> {
  const { sql, profiles } = engine.apply;
  const siteId = await chooseSite(engine.keys, site);
  const found = new Map<
    string,
    { readonly profileId: string; readonly siteId: number; readonly events: number }
  >();
  for (const name of names) {
    const one = await findProfile(sql, profiles, siteId, name);
    if (one === undefined) throw new UsageError(`no profile has the id ${name}`);
    const { profileId, profile } = one;
    found.set(profileId, { profileId, siteId, events: profile.events });
  }
  return await refoldIds(engine.apply, [...found.values()], options);
}

async function refoldAll(
  engine: Engine,
  { report, isInteractive, now }: CommandContext,
  options: Parameters<typeof refoldEverybody>[1],
): Promise<RefoldCounts & { readonly seconds: number; readonly eventsPerSecond: number }> {
  const line = createProgressLine(report, isInteractive);
  const startedAt = now();
  try {
    const onProgress = (progress: RefoldProgress): void => {
      const elapsedMs = now() - startedAt;
      line.show(elapsedMs, () => formatRefoldProgress(progress, elapsedMs));
    };
    const { counts, before } = await refoldEverybody(engine.apply, { ...options, onProgress });
    const seconds = Math.max(1, now() - startedAt) / 1_000;
    return { ...counts, seconds, eventsPerSecond: Math.round((counts.events - before.events) / seconds) };
  } catch (error) {
    if (error instanceof RefoldRunningError) throw new UsageError(error.message);
    throw error;
  } finally {
    line.end();
  }
}

function reportDifferences({ report }: CommandContext): (found: FoundDifference) => void {
  return ({ profileId, differences }) => {
    for (const { path, a, b } of differences.slice(0, shownDifferences)) {
      report(`profile ${profileId}: ${path} is ${JSON.stringify(a)}, its events say ${JSON.stringify(b)}\n`);
    }
  };
}

function describe(
  { profiles, events, different, bounded, pending, incomplete }: RefoldCounts,
  mode: 'check' | 'write',
): string {
  const done = mode === 'check' ? 'differ from' : 'were brought in line with';
  const lines = [`${profiles} profiles read, ${events} events folded, ${different} ${done} their events`];
  if (bounded > 0) {
    lines.push(
      `${bounded} more ${mode === 'check' ? 'differ' : 'differed'} only where they were full (bounded)`,
    );
  }
  if (pending > 0) lines.push(`${pending} were not compared: their events wait for the job profile-batch`);
  if (incomplete > 0) {
    lines.push(`${incomplete} were left as they are: their first events were dropped (retention)`);
  }
  return lines.join('\n');
}
