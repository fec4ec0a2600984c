import {
  compareProfiles,
  emptyProfile,
  foldEvents,
  type LikenessEvent,
  layOutEventId,
  parseEvent,
} from '@likeness/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyBatch, type IncomingEvent } from '../src/apply/apply-batch.ts';
import { storedTolerance } from '../src/refold/refold-profiles.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

let service: TestService;
beforeAll(async () => {
  service = await createTestService();
});
afterAll(() => service.drop());

const start = Date.UTC(2026, 9, 1);
const scenarios = 1_000;
const eventsEach = 10;

/** Park and Miller's generator: the same scenarios in every run. */
function createRandom(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % most;
  };
}

/** One household: up to three devices, up to three users, log-ins, anonymous events, aliases, in any order. */
function makeScenario(scenario: number): readonly LikenessEvent[] {
  const random = createRandom(scenario + 7);
  return Array.from({ length: eventsEach }, (_, i): LikenessEvent => {
    const device = random(4);
    const user = random(3);
    const isKnown = random(5) < 2 || device === 3;
    const at = start + random(50) * 60_000;
    const isAlias = isKnown && random(12) === 0;
    const parsed = parseEvent({
      ...(isAlias
        ? {
            type: 'alias',
            previousId: random(2) === 0 ? `d${random(3)}-${scenario}` : `u${random(3)}-${scenario}`,
          }
        : isKnown && random(2) === 0
          ? { type: 'identify', traits: { [`t${random(3)}`]: i } }
          : { type: 'track', event: 'Product Viewed', properties: { category: `c${random(4)}` } }),
      ...(device === 3 ? {} : { anonymousId: `d${device}-${scenario}` }),
      ...(isKnown ? { userId: `u${user}-${scenario}` } : {}),
    });
    if (!parsed.ok) throw new Error('the test event is not valid');
    const digits = (scenario * eventsEach + i).toString(16).padStart(19, '0');
    return { ...parsed.value, eventId: layOutEventId(at, digits), occurredAt: at };
  });
}

/**
 * The slow and obviously right model: it looks at all events at once, in event-time order.
 *
 * Answers the events of each person, under every id of theirs.
 */
function resolveSlowly(events: readonly LikenessEvent[]): ReadonlyMap<string, readonly LikenessEvent[]> {
  const ordered = [...events].sort((a, b) => a.occurredAt - b.occurredAt || (a.eventId < b.eventId ? -1 : 1));
  const devices = new Set(events.flatMap((event) => event.anonymousId ?? []));
  const users = new Set(events.flatMap((event) => event.userId ?? []));
  const owner = new Map<string, string>();
  const samePerson = new Map<string, string>();
  const person = (user: string): string => {
    const other = samePerson.get(user);
    return other === undefined ? user : person(other);
  };
  for (const event of ordered) {
    if (event.userId === undefined) continue;
    if (event.anonymousId !== undefined && !owner.has(event.anonymousId))
      owner.set(event.anonymousId, event.userId);
    if (event.type !== 'alias') continue;
    const { previousId } = event;
    if (devices.has(previousId as never) && !owner.has(previousId)) owner.set(previousId, event.userId);
    if (users.has(previousId as never) && person(previousId) !== person(event.userId)) {
      samePerson.set(person(previousId), person(event.userId));
    }
  }
  const groups = new Map<string, LikenessEvent[]>();
  const groupOf = (event: LikenessEvent): string => {
    if (event.userId !== undefined) return person(event.userId);
    const device = event.anonymousId ?? '';
    const user = owner.get(device);
    return user === undefined ? device : person(user);
  };
  for (const event of ordered) groups.set(groupOf(event), [...(groups.get(groupOf(event)) ?? []), event]);
  const byId = new Map<string, readonly LikenessEvent[]>();
  for (const user of users) byId.set(user, groups.get(person(user)) ?? []);
  for (const device of devices) {
    const user = owner.get(device);
    byId.set(device, groups.get(user === undefined ? device : person(user)) ?? []);
  }
  return byId;
}

it('agrees with a slow reference model on thousands of households, whatever the order and however often sent', async () => {
  const { apply } = service.engine;
  const all = Array.from({ length: scenarios }, (_, i) => makeScenario(i));
  // Interleaved, shuffled, and one event in eight sent again later.
  const random = createRandom(99);
  const sent = all.flat().flatMap((event) => (random(8) === 0 ? [event, event] : [event]));
  for (let i = sent.length - 1; i > 0; i--) {
    const j = random(i + 1);
    const [a, b] = [sent[i], sent[j]];
    if (a !== undefined && b !== undefined) [sent[i], sent[j]] = [b, a];
  }
  for (let from = 0; from < sent.length; from += 500) {
    const events = sent
      .slice(from, from + 500)
      .map((event): IncomingEvent => ({ siteId: service.siteId, receivedAt: start + 86_400_000, event }));
    await applyBatch(apply, { events, quarantined: [] });
  }
  const rows = await apply.sql<
    { value: string; profile_id: string }[]
  >`SELECT value, profile_id FROM likeness.identities`;
  const profileIds = new Map(rows.map((row) => [row.value, row.profile_id]));
  const stored = await apply.profiles.load(apply.sql, [...new Set(profileIds.values())]);
  const wrong: unknown[] = [];
  let compared = 0;
  for (const events of all) {
    for (const [id, own] of resolveSlowly(events)) {
      if (own.length === 0) continue;
      const profile = stored.get(profileIds.get(id) ?? '') ?? emptyProfile();
      const expected = foldEvents(emptyProfile(), own, apply.rules);
      const differences = compareProfiles(profile, expected, { relative: storedTolerance });
      if (differences.length > 0) wrong.push({ id, differences: differences.slice(0, 3) });
      compared++;
    }
  }
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(compared).toBeGreaterThan(4_000);
}, 180_000);
