import { parseArgs } from 'node:util';
import { type Erased, erasePerson, previewErasure } from '../apply/erase-person.ts';
import { type Command, UsageError } from './command.ts';
import { configOptions, configUsage } from './config-option.ts';
import { databaseOptions, databaseUsage } from './database-option.ts';
import { chooseSite } from './site-option.ts';
import { withEngine } from './with-engine.ts';

/** `likeness erase ID [--yes]`. */
export const eraseCommand: Command = {
  summary: 'erase everything that is kept of a person',
  usage: `likeness erase ID [--yes] [options]

  ID                   a user id, an anonymous id or a profile id (user_id:x and anonymous_id:x name the kind)
  --yes                erase; without it only what would be erased is shown
  --site NAME          the site; default the first one
  --json               one JSON line instead of words
${configUsage}
${databaseUsage}

Events, profile, ids, sessions, segments, deliveries, edges of the social graph, quarantined inputs and all that jobs
computed go in one transaction, while the collector goes on; likeness.erasures keeps the time and the numbers, not who.
It cannot be undone: likeness export ID first. An event that the person sends afterwards begins a new profile.`,
  run: async (context) => {
    const { values, positionals } = parseArgs({
      args: [...context.args],
      allowPositionals: true,
      options: {
        ...databaseOptions,
        ...configOptions,
        site: { type: 'string' },
        yes: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const [id, ...rest] = positionals;
    if (id === undefined || rest.length > 0) throw new UsageError('erase needs one id: erase anna --yes');
    return await withEngine(values, context, async ({ engine }) => {
      const siteId = await chooseSite(engine.keys, values.site);
      const erased = values.yes
        ? await erasePerson(engine.apply, { siteId, id, askedBy: 'command line' })
        : await previewErasure(engine.database.sql, { siteId, id });
      if (erased === undefined) throw new UsageError(`no profile has the id ${id}`);
      const what = { ...erased, erased: values.yes };
      context.print(values.json ? JSON.stringify(what) : describe(erased, values.yes ? 'done' : 'preview'));
      return 0;
    });
  },
};

function describe({ profileId, counts }: Erased, mode: 'done' | 'preview'): string {
  const lines = Object.entries(counts)
    .filter(([, rows]) => rows > 0)
    .map(([table, rows]) => `  ${table.padEnd(20)} ${rows}`);
  const head = mode === 'done' ? `profile ${profileId} is erased:` : `profile ${profileId} would lose:`;
  const tail = mode === 'done' ? [] : ['nothing was erased; say --yes to do it'];
  return [head, ...lines, ...tail].join('\n');
}
