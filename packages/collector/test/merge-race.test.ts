import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyBatch } from '../src/apply/apply-batch.ts';
import { createRandomEvents } from './apply/random-events.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

let service: TestService;
const now = Date.UTC(2026, 10, 22, 12);
const { accept, newId } = createRandomEvents(5, now);
let seconds = 0;

beforeAll(async () => {
  service = await createTestService(() => now);
});
afterAll(() => service.drop());

/** Events of one batch, each a second after the one before. */
function batch(...events: readonly object[]): Parameters<typeof applyBatch>[1] {
  return accept(
    events.map((event) => {
      const at = now - 3_600_000 + 1_000 * seconds++;
      return { messageId: newId(at), timestamp: new Date(at).toISOString(), ...event };
    }),
  );
}
const seen = { type: 'track', event: 'Seen' };

it('takes along a device that logs in to a profile while that is merged into another', async () => {
  const { apply, database } = service.engine;
  await applyBatch(
    apply,
    batch(
      { ...seen, userId: 'anna' },
      { ...seen, userId: 'anna@work' },
      { type: 'alias', userId: 'anna', previousId: 'anna@work' },
      { ...seen, userId: 'ann' },
      { ...seen, anonymousId: 'tablet' },
    ),
  );
  // Both touch the profile of anna, by ids that the other does not hold: the log-in is held before its commit …
  let isHeld = (): void => undefined;
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    isHeld = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const login = applyBatch(
    apply,
    batch({ type: 'identify', userId: 'anna', anonymousId: 'tablet' }),
    async () => {
      isHeld();
      await released;
    },
  );
  await held;
  // … and the merge waits for it, having seen which ids it must point elsewhere.
  const merge = applyBatch(apply, batch({ type: 'alias', userId: 'ann', previousId: 'anna@work' }));
  await expect
    .poll(async () => (await database.sql`SELECT 1 FROM pg_locks WHERE NOT granted`).length)
    .toBeGreaterThan(0);
  release();
  await Promise.all([login, merge]);
  const profiles = await database.sql<{ profiles: number; events: number }[]>`
    SELECT count(DISTINCT profile_id)::int AS profiles,
      (SELECT max(events)::int FROM likeness.profiles) AS events
    FROM likeness.identities WHERE value IN ('anna', 'anna@work', 'ann', 'tablet')`;
  expect(profiles).toEqual([{ profiles: 1, events: 7 }]);
});
