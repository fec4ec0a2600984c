import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyBatch, type IncomingEvent } from '../src/apply/apply-batch.ts';
import { createTestService, type TestService } from './harness/test-service.ts';
import { compareWithReference } from './identity/compare-with-reference.ts';
import { createDraw, makeHousehold, shuffleWithRetries } from './identity/household.ts';

let service: TestService;
beforeAll(async () => {
  service = await createTestService();
});
afterAll(() => service.drop());

const start = Date.UTC(2026, 9, 1);
const households = 1_000;
const eventsEach = 10;

it('agrees with a slow reference model on thousands of households, whatever the order and however often sent', async () => {
  const { apply } = service.engine;
  const all = Array.from({ length: households }, (_, i) =>
    makeHousehold(createDraw(i + 7), {
      name: String(i),
      firstEvent: i * eventsEach,
      events: eventsEach,
      span: { from: start, minutes: 50 },
    }),
  );
  const sent = shuffleWithRetries(createDraw(99), all.flat());
  for (let from = 0; from < sent.length; from += 500) {
    const events = sent
      .slice(from, from + 500)
      .map((event): IncomingEvent => ({ siteId: service.siteId, receivedAt: start + 86_400_000, event }));
    await applyBatch(apply, { events, quarantined: [] });
  }
  const { compared, wrong } = await compareWithReference(apply, all);
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(compared).toBeGreaterThan(4_000);
}, 180_000);
