import { expect, it } from 'vitest';
import { scoreDetector } from '../bench/tasks/drift-detectors.ts';
import { createAdwin } from '../src/drift/adwin.ts';
import { createPageHinkley } from '../src/drift/page-hinkley.ts';

it('ADWIN sees a mean that doubles within 200 steps, without a false alarm', () => {
  const { falseAlarms, missed, delay } = scoreDetector(createAdwin(), 0.2);
  expect(falseAlarms).toBeLessThanOrEqual(0.02);
  expect(missed).toBe(0);
  expect(delay).toBeLessThan(200);
});

it('Page-Hinkley is slower, with few false alarms', () => {
  const { falseAlarms, missed, delay } = scoreDetector(createPageHinkley(), 0.2);
  expect(falseAlarms).toBeLessThanOrEqual(0.06);
  expect(missed).toBe(0);
  expect(delay).toBeLessThan(260);
});
