import { parseArgs } from 'node:util';
import { viewProfile } from '../read/profile-view.ts';
import { exportPerson } from '../store/export-person.ts';
import { findProfile } from '../store/find-profile.ts';
import { findPerson } from '../store/person-store.ts';
import { readPopulation } from '../store/population-cache.ts';
import { type Command, UsageError } from './command.ts';
import { configOptions, configUsage } from './config-option.ts';
import { databaseOptions, databaseUsage } from './database-option.ts';
import { chooseSite } from './site-option.ts';
import { withEngine } from './with-engine.ts';

/** `likeness export ID`. */
export const exportCommand: Command = {
  summary: 'write everything that is kept of a person',
  usage: `likeness export ID [--format ndjson|json] [options]

  ID                   a user id, an anonymous id or a profile id (user_id:x and anonymous_id:x name the kind)
  --format FORMAT      ndjson (default): one {"kind","value"} a line; json: one list of them
  --site NAME          the site; default the first one
${configUsage}
${databaseUsage}

To standard output: first the profile, then each id, event, session, trait, link, segment, delivery, edge, quarantined
input and what jobs computed.`,
  run: async (context) => {
    const { values, positionals } = parseArgs({
      args: [...context.args],
      allowPositionals: true,
      options: {
        ...databaseOptions,
        ...configOptions,
        site: { type: 'string' },
        format: { type: 'string', default: 'ndjson' },
      },
    });
    const [id, ...rest] = positionals;
    if (id === undefined || rest.length > 0) throw new UsageError('export needs one id: export anna');
    const { format } = values;
    if (format !== 'ndjson' && format !== 'json') {
      throw new UsageError(`--format must be ndjson or json, not ${format}`);
    }
    return await withEngine(values, context, async ({ engine }) => {
      const { sql } = engine.database;
      const siteId = await chooseSite(engine.keys, values.site);
      const found = await findProfile(sql, engine.apply.profiles, siteId, id);
      if (found === undefined) throw new UsageError(`no profile has the id ${id}`);
      const person = await findPerson(sql, { siteId, profileId: found.profileId });
      const read = { ...found, population: await readPopulation(sql, siteId) };
      const profile = viewProfile(read, context.now(), engine.rules.tagHalfLives);
      const separator = format === 'json' ? ',' : '';
      const first = JSON.stringify({ kind: 'profile', value: profile });
      context.print(format === 'json' ? `[${first}` : first);
      for await (const record of exportPerson(sql, person)) {
        context.print(`${separator}${JSON.stringify(record)}`);
      }
      if (format === 'json') context.print(']');
      return 0;
    });
  },
};
