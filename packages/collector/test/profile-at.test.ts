import { Readable } from 'node:stream';
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommandLine } from '../src/cli/run.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

let service: TestService;
beforeAll(async () => {
  service = await createTestService();
});
afterAll(() => service.drop());

async function run(
  ...args: string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCommandLine({
    args: [...args, '--database-url', service.database.url],
    env: {},
    stdin: () => Readable.from([]),
    print: (line) => void out.push(line),
    report: (text) => void err.push(text),
    isInteractive: false,
    log: pino({ level: 'silent' }),
    signal: new AbortController().signal,
    now: Date.now,
    random: Math.random,
  });
  return { code, out: out.join('\n'), err: err.join('') };
}

it('says what a profile was at a time, weights as of then', async () => {
  const view = (messageId: string, timestamp: string, category: string) => ({
    type: 'track',
    event: 'Product Viewed',
    anonymousId: 'ada',
    messageId,
    timestamp,
    properties: { category },
  });
  await service.send([view('1', '2026-01-01T00:00:00Z', 'Tea'), view('2', '2026-02-01T00:00:00Z', 'Mugs')]);
  const before = await run('profile-at', 'ada', '2026-01-08T00:00:00Z');
  expect(before.code).toBe(0);
  const profile = JSON.parse(before.out) as {
    events: number;
    tags: { family: string; value: string; fast: number }[];
  };
  expect(profile.events).toBe(1);
  const [tea, ...others] = profile.tags.filter((tag) => tag.family === 'category');
  expect(others).toEqual([]);
  expect(tea?.value).toBe('tea');
  // One fast half-life, seven days, after the only view.
  expect(tea?.fast).toBeCloseTo(0.5, 6);
});

it('says what is wrong with its arguments in one line', async () => {
  expect(await run('profile-at', 'ada', 'yesterday')).toMatchObject({
    code: 2,
    err: expect.stringContaining('needs an id and a time'),
  });
  expect(await run('profile-at', 'nobody', '2026-01-08')).toMatchObject({
    code: 2,
    err: expect.stringContaining('no profile has the id nobody'),
  });
});
