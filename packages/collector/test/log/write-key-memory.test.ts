import { afterAll, expect, it } from 'vitest';
import { createWriteKeyMemory } from '../../src/store/write-key-memory.ts';
import { createTestEngine } from './test-engine.ts';

const { start, stopAll } = createTestEngine();
afterAll(stopAll);

it('knows every good write key without asking Postgres again, for an hour', async () => {
  const { engine, writeKey } = await start();
  const { siteId } = await engine.keys.ensureSite('test');
  const secret = await engine.keys.create({ siteId, kind: 'secret', label: 'test' });
  let at = Date.UTC(2026, 4, 1);
  let isGone = false;
  const sql = new Proxy(engine.database.sql, {
    apply: (target, self, args) =>
      isGone ? Promise.reject(new Error('gone')) : Reflect.apply(target, self, args),
  });
  const memory = await createWriteKeyMemory({ sql, now: () => at, onError: () => undefined });
  isGone = true;
  at += 59 * 60_000;
  expect(await memory.open(writeKey, 'write')).toBe(siteId);
  expect(await memory.open('wk_unknown', 'write')).toBeUndefined();
  expect(await memory.open(secret, 'secret')).toBeUndefined();
  at += 2 * 60_000;
  await expect(memory.open(writeKey, 'write')).rejects.toThrow('more than an hour ago');
  memory.stop();
});
