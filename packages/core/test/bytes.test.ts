import { expect, it } from 'vitest';
import { BROWSER, bundleBytes } from '../bench/tasks/bytes.ts';

it('what the browser loads stays under 15 kB, minified and compressed', async () => {
  expect(await bundleBytes(BROWSER)).toBeLessThanOrEqual(15_000);
});
