import type { KeyStore } from '../store/key-store.ts';
import { UsageError } from './command.ts';

/** The site with a name, or the first one, which is made when there is none; throws when the name is unknown. */
export async function chooseSite(keys: KeyStore, name: string | undefined): Promise<number> {
  if (name === undefined) return (await keys.ensureSite('default')).siteId;
  const siteId = await keys.findSite(name);
  if (siteId !== undefined) return siteId;
  throw new UsageError(`there is no site ${name}: likeness keys create write --site ${name} makes it`);
}
