import { parseArgs } from 'node:util';
import { emptyProfile, foldEvents } from '@likeness/core';
import { viewProfile } from '../read/profile-view.ts';
import { findProfile } from '../store/find-profile.ts';
import { readProfileEvents } from '../store/profile-events.ts';
import { type Command, UsageError } from './command.ts';
import { configOptions, configUsage } from './config-option.ts';
import { databaseOptions, databaseUsage } from './database-option.ts';
import { chooseSite } from './site-option.ts';
import { withEngine } from './with-engine.ts';

/** `likeness profile-at ID TIME`: what a profile was, folded from the events up to a time. */
export const profileAtCommand: Command = {
  summary: 'what a profile was at any time',
  usage: `likeness profile-at ID TIME [options]

  ID                   a user id, an anonymous id or a profile id
  TIME                 ISO 8601, such as 2026-01-31T12:00:00Z; weights are read as of then
  --site NAME          the site; default the first one
${configUsage}
${databaseUsage}`,
  run: async (context) => {
    const { values, positionals } = parseArgs({
      args: [...context.args],
      allowPositionals: true,
      options: { ...databaseOptions, ...configOptions, site: { type: 'string' } },
    });
    const [id, time] = positionals;
    const at = Date.parse(time ?? '');
    if (id === undefined || Number.isNaN(at)) {
      throw new UsageError('profile-at needs an id and a time: profile-at anna 2026-01-31T12:00:00Z');
    }
    return await withEngine(values, context, async ({ engine }) => {
      const { sql, profiles, rules } = engine.apply;
      const found = await findProfile(sql, profiles, await chooseSite(engine.keys, values.site), id);
      if (found === undefined) throw new UsageError(`no profile has the id ${id}`);
      const histories = await readProfileEvents(sql, [found.profileId], engine.apply);
      const past = (histories.get(found.profileId) ?? []).filter((event) => event.occurredAt <= at);
      const profile = foldEvents(emptyProfile(), past, rules);
      context.print(JSON.stringify(viewProfile({ ...found, profile }, at, rules.tagHalfLives), null, 2));
      return 0;
    });
  },
};
