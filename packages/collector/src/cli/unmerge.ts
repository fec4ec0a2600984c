import { parseArgs } from 'node:util';
import { describeUnmergeError, type Unmerged, unmerge } from '../apply/unmerge.ts';
import { type Command, UsageError } from './command.ts';
import { configOptions, configUsage } from './config-option.ts';
import { databaseOptions, databaseUsage } from './database-option.ts';
import { chooseSite } from './site-option.ts';
import { withEngine } from './with-engine.ts';

/** `likeness unmerge ID [--from OTHER] --reason TEXT`. */
export const unmergeCommand: Command = {
  summary: 'undo a link between two ids: each gets back what is its own',
  usage: `likeness unmerge ID [--from OTHER] --reason TEXT [options]

  ID                   an anonymous id: it is taken from its owner; a user id: its alias is undone
                       (user_id:x and anonymous_id:x name the kind)
  --from OTHER         the other id, where ID is linked with several
  --reason TEXT        why; it is recorded in the table likeness.unlinks
  --site NAME          the site; default the first one
  --json               one JSON line instead of words
${configUsage}
${databaseUsage}

Both profiles are folded from their own events again, while the collector goes on. What linked the two before counts no
more; an identify or alias event that happens later links them anew.`,
  run: async (context) => {
    const { values, positionals } = parseArgs({
      args: [...context.args],
      allowPositionals: true,
      options: {
        ...databaseOptions,
        ...configOptions,
        site: { type: 'string' },
        from: { type: 'string' },
        reason: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const [id, ...rest] = positionals;
    const { from, reason } = values;
    if (id === undefined || rest.length > 0) {
      throw new UsageError('unmerge needs one id: unmerge tablet-7 --reason "shared by the family"');
    }
    if (reason === undefined || reason === '') {
      throw new UsageError('unmerge needs a reason, which is recorded: --reason "shared by the family"');
    }
    return await withEngine(values, context, async ({ engine }) => {
      const siteId = await chooseSite(engine.keys, values.site);
      const done = await unmerge(engine.apply, { siteId, id, from, reason });
      if (!done.ok) throw new UsageError(describeUnmergeError(done.error, '--from'));
      context.print(values.json ? JSON.stringify(done.value) : describe(done.value));
      return 0;
    });
  },
};

function describe({ id, from, outcome, profiles }: Unmerged): string {
  if (outcome === 'together') {
    return `The link of ${id} and ${from} is undone; another link still holds them in one profile (unmerge that one too).`;
  }
  const lines = profiles.map(
    ({ profileId, ids, events }) =>
      `  profile ${profileId}: ${events} events of ${ids.map(({ value }) => value).join(', ')}`,
  );
  return [`${id} and ${from} are apart:`, ...lines].join('\n');
}
