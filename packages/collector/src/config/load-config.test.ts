import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ConfigError, loadConfig } from './load-config.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'likeness-config-'));
});
afterAll(() => rm(dir, { recursive: true }));

async function write(name: string, text: string): Promise<string> {
  const file = join(dir, name);
  await writeFile(file, text);
  return file;
}

it('takes the named file before the one of the environment', async () => {
  const named = await write('named.ts', "export default { updates: { segments: 'batch' as const } };");
  const other = await write('other.ts', "export default { updates: { segments: 'hybrid' } };");
  const strategy = async (file: string | undefined, env = {}) =>
    (await loadConfig(file, env)).updates.segments.strategy;
  expect(await strategy(named, { LIKENESS_CONFIG: other })).toBe('batch');
  expect(await strategy(undefined, { LIKENESS_CONFIG: other })).toBe('hybrid');
});

it('takes the examples of the documentation as they stand there', async () => {
  const docs = new URL('../../../../docs/', import.meta.url);
  process.env.CRM_SECRET = 'as long as a secret is';
  for (const page of ['segments.md', 'tracking-plan.md']) {
    const example = /```ts\n(import \{ defineConfig \}[\s\S]*?)```/.exec(
      await readFile(new URL(page, docs), 'utf8'),
    );
    const source = example?.[1]?.replace('@likeness/collector', new URL('./config.ts', import.meta.url).href);
    const file = await write(`${page}.ts`, source ?? 'no example');
    await expect(loadConfig(file, {}), page).resolves.toBeDefined();
  }
});

it('says which file is missing, cannot be loaded or is wrong', async () => {
  await expect(loadConfig(join(dir, 'none.ts'), {})).rejects.toThrow(
    /there is no configuration file .*none\.ts/,
  );
  const broken = await write('broken.ts', 'export default {');
  await expect(loadConfig(broken, {})).rejects.toThrow(/broken\.ts cannot be loaded/);
  const wrong = await write('wrong.ts', 'export default { retention: { deliveries: 7 } };');
  await expect(loadConfig(wrong, {})).rejects.toThrow(
    /wrong\.ts is not valid:\n {2}retention\.deliveries: expected a duration such as/,
  );
  const empty = await write('empty.ts', 'export const config = {};');
  await expect(loadConfig(empty, {})).rejects.toThrow(/default export: expected an object, got nothing/);
  await expect(loadConfig(empty, {})).rejects.toBeInstanceOf(ConfigError);
});
