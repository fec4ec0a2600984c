import { parseArgs } from 'node:util';
import type { KeyStore } from '../store/key-store.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { databaseOptions, databaseUsage } from './database-option.ts';
import { withPlainEngine } from './with-engine.ts';

/** `likeness keys list|create|revoke`. */
export const keysCommand: Command = {
  summary: 'list, make and revoke the keys of a site',
  usage: `likeness keys list
likeness keys create write|secret [--label TEXT] [--site NAME]
likeness keys revoke FIRST-CHARACTERS-OF-THE-KEY

  --label TEXT         what the key is for
  --site NAME          the site it opens (made when it does not exist); default the first site
  --json               one JSON line instead of a table
${databaseUsage}`,
  run: async (context) => {
    const { values, positionals } = parseArgs({
      args: [...context.args],
      allowPositionals: true,
      options: {
        ...databaseOptions,
        label: { type: 'string', default: '' },
        site: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    await withPlainEngine(values, context, async ({ engine }) => {
      await runKeys(engine.keys, positionals, values, context);
    });
    return 0;
  },
};

async function runKeys(
  keys: KeyStore,
  [action = 'list', what]: readonly string[],
  values: { readonly label: string; readonly site?: string | undefined; readonly json: boolean },
  { print }: CommandContext,
): Promise<void> {
  switch (action) {
    case 'list': {
      const list = await keys.list();
      if (values.json) return print(JSON.stringify(list));
      if (list.length === 0) print('No keys yet: likeness keys create write');
      for (const key of list) {
        const state = key.revokedAt === undefined ? 'good' : `revoked ${key.revokedAt.toISOString()}`;
        const shown = key.publicKey ?? `${key.hint}…`;
        print(`${key.kind.padEnd(7)} ${shown.padEnd(36)} ${key.site.padEnd(12)} ${state}  ${key.label}`);
      }
      return;
    }
    case 'create': {
      if (what !== 'write' && what !== 'secret')
        throw new UsageError('keys create needs "write" or "secret"');
      const name = values.site ?? 'default';
      const { siteId } =
        values.site === undefined ? await keys.ensureSite(name) : await ensureNamed(keys, name);
      const key = await keys.create({ siteId, kind: what, label: values.label });
      if (values.json) print(JSON.stringify({ kind: what, key }));
      else
        print(what === 'secret' ? `${key}\nKeep it: it is stored as a hash and cannot be shown again.` : key);
      return;
    }
    case 'revoke': {
      if (what === undefined) throw new UsageError('keys revoke needs the first characters of a key');
      const revoked = await keys.revoke(what);
      if (revoked === 0)
        throw new UsageError(`no good key begins with ${what}: likeness keys list shows them`);
      print(
        values.json ? JSON.stringify({ revoked }) : `Revoked; collectors stop taking it within 5 seconds.`,
      );
      return;
    }
    default:
      throw new UsageError(`keys ${action} is no command: list, create or revoke`);
  }
}

async function ensureNamed(keys: KeyStore, name: string): Promise<{ readonly siteId: number }> {
  await keys.ensureSite(name);
  const siteId = await keys.findSite(name);
  if (siteId === undefined) throw new Error('a site that was just made cannot be found');
  return { siteId };
}
