import { expect, it } from 'vitest';
import { BROWSER, BROWSER_WHOLE, bundleBytes } from '../bench/tasks/bytes.ts';

it('what the browser loads stays under 15 kB, minified and compressed, with all slices as well', async () => {
  expect(await bundleBytes(BROWSER)).toBeLessThanOrEqual(15_000);
  expect(await bundleBytes(BROWSER_WHOLE)).toBeLessThanOrEqual(15_000);
});
