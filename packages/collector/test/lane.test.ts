import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApplyDeps, applyBatch } from '../src/apply/apply-batch.ts';
import { createLane, type Lane } from '../src/apply/lane.ts';
import { refoldProfiles } from '../src/refold/refold-profiles.ts';
import type { MembershipChange } from '../src/store/membership-store.ts';
import { createRandomEvents } from './apply/random-events.ts';
import { storedTables } from './apply/stored-tables.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

/** The short way must leave behind what the long one leaves behind: the same events go through both. */
let byLane: TestService;
let byStatements: TestService;
let lane: Lane;
let longWays = 0;
const detours: unknown[] = [];
const now = Date.UTC(2026, 10, 22, 12);

beforeAll(async () => {
  byLane = await createTestService(() => now);
  byStatements = await createTestService(() => now);
  lane = laneOn(byLane);
});
afterAll(async () => {
  await lane.stop();
  await byLane.drop();
  await byStatements.drop();
});

function laneOn(service: TestService): Lane {
  const { apply, tags } = service.engine;
  const counted: ApplyDeps = {
    ...apply,
    profiles: {
      ...apply.profiles,
      // Only the long way locks.
      lock: (sql, ids) => {
        longWays++;
        return apply.profiles.lock(sql, ids);
      },
    },
  };
  const onDetour = (error: unknown): void => {
    detours.push(error);
  };
  return createLane({ apply: counted, tags, databaseUrl: service.database.url, onDetour });
}

const { random, pick, newId, make: makeEvent, accept } = createRandomEvents(7, now);

function sorted(changes: readonly MembershipChange[]): readonly string[] {
  return changes.map(({ profileId, segment, change }) => `${profileId} ${segment} ${change}`).sort();
}

it('leaves behind what plain statements leave behind, mostly by the short way', async () => {
  const sent: object[] = [];
  let batches = 0;
  for (; batches < 60; batches++) {
    const fresh = Array.from({ length: 1 + Math.floor(random() * 4) }, makeEvent);
    const retried = sent.length > 0 && random() < 0.1 ? [pick(sent)] : [];
    sent.push(...fresh);
    const input = accept([...fresh, ...retried]);
    const short = await lane.apply(input);
    const long = await applyBatch(byStatements.engine.apply, input);
    expect(short.fresh).toEqual(long.fresh);
    expect(short.profileIds).toEqual(long.profileIds);
    expect(sorted(short.segmentChanges)).toEqual(sorted(long.segmentChanges));
  }
  expect(await storedTables(byLane.engine.database.sql)).toEqual(
    await storedTables(byStatements.engine.database.sql),
  );
  expect(detours).toEqual([]);
  expect(longWays).toBeLessThan(batches * 0.6);
  const refolded = await refoldProfiles(byLane.engine.apply, {
    mode: 'check',
    signal: new AbortController().signal,
  });
  expect(refolded).toMatchObject({ different: 0, events: sent.length });
});

it('takes the long way when another process changed a profile, and counts exactly once', async () => {
  const other = laneOn(byLane);
  const view = (n: number) => ({
    type: 'track',
    event: 'Seen',
    anonymousId: 'shared',
    messageId: newId(now + n),
    timestamp: new Date(now - 1_000 + n).toISOString(),
  });
  for (let n = 0; n < 12; n++) {
    // Both remember the profile, and each makes what the other remembers old.
    const input = accept([view(n)]);
    expect((await (n % 2 === 0 ? lane : other).apply(input)).fresh).toEqual([true]);
  }
  expect(detours.length).toBeGreaterThan(0);
  expect(JSON.stringify(detours)).toContain('22012');
  const [row] = await byLane.engine.database.sql<{ events: number }[]>`
    SELECT events::int FROM likeness.profiles WHERE profile_id = likeness.profile_id('shared')`;
  expect(row).toEqual({ events: 12 });
  await other.stop();
});

it('counts once what two processes take in at the same time', async () => {
  const other = laneOn(byLane);
  const event = (n: number) => ({
    type: 'track',
    event: 'Seen',
    anonymousId: 'twice',
    messageId: newId(now + n),
    timestamp: new Date(now - 5_000 + n).toISOString(),
  });
  await lane.apply(accept([event(0)]));
  for (let n = 1; n <= 10; n++) {
    const input = accept([event(n)]);
    const answers = await Promise.all([lane.apply(input), other.apply(input)]);
    expect(answers.filter(({ fresh }) => fresh[0]).length).toBe(1);
  }
  const [row] = await byLane.engine.database.sql<{ events: number }[]>`
    SELECT events::int FROM likeness.profiles WHERE profile_id = likeness.profile_id('twice')`;
  expect(row).toEqual({ events: 11 });
  await other.stop();
});

it('goes on after its connection was cut', async () => {
  const event = (n: number) => ({
    type: 'track',
    event: 'Seen',
    anonymousId: 'cut',
    messageId: newId(now + n),
    timestamp: new Date(now - 9_000 + n).toISOString(),
  });
  for (let n = 0; n < 4; n++) await lane.apply(accept([event(n)]));
  await byLane.engine.database.sql`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'likeness lane'`;
  for (let n = 4; n < 8; n++) await lane.apply(accept([event(n)]));
  const [row] = await byLane.engine.database.sql<{ events: number }[]>`
    SELECT events::int FROM likeness.profiles WHERE profile_id = likeness.profile_id('cut')`;
  expect(row).toEqual({ events: 8 });
});
