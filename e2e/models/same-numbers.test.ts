import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findBrowser } from '../harness/find-browser.ts';
import { learnStream } from './learn-stream.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: await findBrowser(), args: ['--no-sandbox'] });
});
afterAll(() => browser.close());

it('gives the same numbers in Chromium as in Node, and the same profile to the last bit', async () => {
  const bundle = await rolldown({ input: join(import.meta.dirname, 'learn-stream.ts'), platform: 'browser' });
  const { output } = await bundle.generate({ format: 'iife', name: 'models', codeSplitting: false });
  await bundle.close();
  const page = await browser.newPage();
  await page.addScriptTag({ content: output[0].code });
  const inChromium: unknown = JSON.parse(await page.evaluate('JSON.stringify(models.learnStream())'));
  const inNode: unknown = JSON.parse(JSON.stringify(learnStream()));
  const { compared, largest, others } = compare(inNode, inChromium);
  expect(compared).toBeGreaterThan(10_000);
  // Math.exp and Math.log of two builds of V8 differ in the last bit of some results.
  expect(largest).toBeLessThan(1e-11);
  expect(others).toEqual([]);
  expect(read(inChromium, 'profile')).toEqual(read(inNode, 'profile'));
});

/** Compares two JSON values: numbers by relative difference, the rest by equality. */
function compare(a: unknown, b: unknown): { compared: number; largest: number; others: string[] } {
  const result = { compared: 0, largest: 0, others: [] as string[] };
  const walk = (x: unknown, y: unknown, path: string): void => {
    if (typeof x === 'number' && typeof y === 'number') {
      result.compared++;
      result.largest = Math.max(result.largest, Math.abs(x - y) / Math.max(1e-3, Math.abs(x)));
    } else if (typeof x === 'object' && x !== null) {
      for (const key of Object.keys(x)) walk(read(x, key), read(y, key), `${path}.${key}`);
    } else if (x !== y) result.others.push(path);
  };
  walk(a, b, '');
  return result;
}

function read(value: unknown, key: string): unknown {
  // Anything but null and undefined can be asked for a key.
  return value === null || value === undefined
    ? undefined
    : (value as Readonly<Record<string, unknown>>)[key];
}
