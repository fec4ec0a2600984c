import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createProgressLine } from '../progress/progress-line.ts';
import { tunedInterests } from '../tune/config-snippet.ts';
import { describeFamily } from '../tune/describe-tuning.ts';
import { type SiteTuning, saveTuning, tuneSite } from '../tune/tune-site.ts';
import { type Command, UsageError } from './command.ts';
import { configOptions, configUsage } from './config-option.ts';
import { databaseOptions, databaseUsage } from './database-option.ts';
import { chooseSite } from './site-option.ts';
import { withEngine } from './with-engine.ts';

const dayMs = 86_400_000;

/** `likeness tune`: which half-lives, weights and mix foresee best what users touch next. */
export const tuneCommand: Command = {
  summary: 'learn how to weigh interests: half-lives, action weights and what relevance mixes',
  usage: `likeness tune [options]

  --family NAME        show only this family of tags (may be repeated)
  --profiles N         profiles whose events are read at most, a sample where there are more; default 5000
  --days N             only the events of the last N days; default all
  --dry-run            store nothing
  --write FILE         write what to put into likeness.config.ts as a module
  --site NAME          the site; default the first one
  --json               one JSON line instead of tables
${configUsage}
${databaseUsage}

Candidates run in shadow over the events in the order in which they happened. Each is judged by how well the profile
before a session foresees the tags touched in it: hit rate (one of five foreseen was touched) and NDCG@5, with the
confidence that it beats the configuration. Half-lives and weights take effect through the configuration and a refold;
the mix of counts, both speeds and the crowd is stored and is what relevance is read with from then on.`,
  run: async (context) => {
    const { values } = parseArgs({
      args: [...context.args],
      options: {
        ...databaseOptions,
        ...configOptions,
        site: { type: 'string' },
        family: { type: 'string', multiple: true },
        profiles: { type: 'string', default: '5000' },
        days: { type: 'string' },
        write: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const profiles = wholeNumber('--profiles', values.profiles);
    const days = values.days === undefined ? undefined : wholeNumber('--days', values.days);
    const { print, report, isInteractive, now, signal } = context;
    return await withEngine(values, context, async ({ engine }) => {
      const line = createProgressLine(report, isInteractive);
      const startedAt = now();
      try {
        const siteId = await chooseSite(engine.keys, values.site);
        const tuning = await tuneSite(engine.apply, {
          siteId,
          profiles,
          since: days === undefined ? undefined : startedAt - days * dayMs,
          signal,
          onProgress: (events) =>
            line.show(now() - startedAt, () => `${events.toLocaleString('en-GB')} events`),
        });
        line.end();
        if (!values['dry-run']) await saveTuning(engine.apply, tuning, { siteId, tags: engine.tags });
        const interests = tunedInterests(tuning.families, engine.rules.tagHalfLives);
        if (values.write !== undefined) await writeFile(values.write, moduleOf(interests ?? {}));
        const shown = tuning.families.filter(({ family }) => values.family?.includes(family) ?? true);
        if (values.json)
          print(
            JSON.stringify({ ...summaryOf({ ...tuning, families: shown }), interests: interests ?? null }),
          );
        else {
          for (const family of shown) print(`${describeFamily(family)}\n`);
          print(describe(tuning, interests, values['dry-run']));
        }
        return 0;
      } finally {
        line.end();
      }
    });
  },
};

function wholeNumber(flag: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new UsageError(`${flag} must be a whole number above 0`);
}

function describe(
  { events, oneIn, families }: SiteTuning,
  interests: object | undefined,
  isDryRun: boolean,
): string {
  const read = `${events} events read${oneIn === 1 ? '' : ` of one profile in ${oneIn}`}`;
  if (families.length === 0) {
    return `${read}: nothing to judge yet, nobody came back to a family of tags in another session.`;
  }
  const stored = isDryRun
    ? 'Nothing was stored (--dry-run).'
    : 'The learned mixes and the crowd are stored: relevance is read with them from now on.';
  const advice =
    interests === undefined
      ? 'No other half-lives or weights are better beyond doubt: the configuration can stay as it is.'
      : `To use what → marks, put this into likeness.config.ts, run likeness refold, then likeness tune again:\n\n  interests: ${JSON.stringify(interests, null, 2).replaceAll('\n', '\n  ')}`;
  return `${read}. ${stored}\n${advice}`;
}

function moduleOf(interests: object): string {
  return `// Written by likeness tune: import it in likeness.config.ts, interests: { ...tunedInterests }.
export const tunedInterests = ${JSON.stringify(interests, null, 2)} as const;
`;
}

/** Without the crowds, which are long. */
function summaryOf({ events, oneIn, families }: SiteTuning): object {
  return {
    events,
    oneIn,
    families: families.map(({ crowd: _, scores, pick, current, ...family }) => ({
      ...family,
      pick: pick.policy.name,
      relevance: { mix: current.mix, prior: current.policy.prior },
      scores: scores.map(({ policy, ...score }) => ({ policy: policy.name, ...score })),
    })),
  };
}
