import { describe, it } from 'vitest';
import { testCaptures } from './engine-captures.ts';
import { testDurability } from './engine-durability.ts';
import { useEngine } from './engine-fixture.ts';
import { testPageLife } from './engine-page-life.ts';
import { type EngineName, findEngine } from './self-driving-browser.ts';

/** Tests captures and durability in an engine, or says what to install; a file for each, so that they run side by side. */
export function testEngine(engine: EngineName): void {
  describe(engine, () => {
    const found = findEngine(engine);
    if ('missing' in found) {
      it.skip(`is not tested here: install ${found.missing}`, () => undefined);
      console.warn(`${engine} is not tested here: install ${found.missing}`);
      return;
    }
    const fixture = useEngine(engine, found.path);
    testCaptures(fixture);
    testPageLife(fixture);
    testDurability(fixture);
  });
}
