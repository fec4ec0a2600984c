import { type LikenessEvent, layOutEventId, parseEvent } from '@likeness/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncomingEvent } from '../src/apply/apply-batch.ts';
import { createLane, type Lane } from '../src/apply/lane.ts';
import { unmerge } from '../src/apply/unmerge.ts';
import { runLikeness, runLikenessJson } from './harness/command-line.ts';
import { createTestService, type TestService } from './harness/test-service.ts';
import { compareWithReference } from './identity/compare-with-reference.ts';
import { createDraw, makeHousehold, shuffleWithRetries } from './identity/household.ts';
import type { UndoneLink } from './identity/resolve-slowly.ts';

const start = Date.UTC(2026, 9, 1);
const hour = 3_600_000;
let now = start + hour;
let service: TestService;
/** Two processes that take events in. */
let lanes: readonly Lane[];
const undone: UndoneLink[] = [];

beforeAll(async () => {
  service = await createTestService(() => now);
  const { apply, tags } = service.engine;
  const lane = () =>
    createLane({ apply, tags, databaseUrl: service.database.url, onDetour: () => undefined });
  lanes = [lane(), lane()];
});
afterAll(async () => {
  await Promise.all(lanes.map((lane) => lane.stop()));
  await service.drop();
});

async function take(sent: readonly LikenessEvent[], size: number): Promise<void> {
  for (let from = 0; from < sent.length; from += size) {
    const events = sent
      .slice(from, from + size)
      .map((event): IncomingEvent => ({ siteId: service.siteId, receivedAt: now, event }));
    await lanes[(from / size) % 2]?.apply({ events, quarantined: [] });
  }
}

/** Undoes a link of an id, any of them when it has several; answers whether there was one. */
async function undo(id: string, draw: (most: number) => number): Promise<boolean> {
  const request = { siteId: service.siteId, id, reason: 'test' };
  let done = await unmerge(service.engine.apply, request);
  if (!done.ok && done.error.code === 'several-links') {
    const { others } = done.error;
    done = await unmerge(service.engine.apply, { ...request, from: others[draw(others.length)] });
  }
  if (done.ok) undone.push({ id: done.value.id, from: done.value.from, at: now });
  return done.ok;
}

describe('undoing links at random', () => {
  const count = 40;
  const household = (i: number, round: number, from: number) =>
    makeHousehold(createDraw(i + 7 + 1_000 * round), {
      name: String(i),
      firstEvent: (round * count + i) * 10,
      events: 10,
      span: { from, minutes: 50 },
    });
  const ids = (i: number) => [0, 1, 2].flatMap((n) => [`d${n}-${i}`, `u${n}-${i}`]);

  it('leaves what a slow reference model says, while events come in, late ones and new links included', async () => {
    const draw = createDraw(5);
    const before = Array.from({ length: count }, (_, i) => household(i, 0, start));
    await take(shuffleWithRetries(draw, before.flat()), 40);
    // Late events arrive while links are undone, some of them between the same ids.
    now = start + hour + 500;
    const late = Array.from({ length: count }, (_, i) => household(i, 1, start));
    const candidates = shuffleWithRetries(draw, Array.from({ length: count }, (_, i) => ids(i)).flat());
    const undoAll = async (some: readonly string[]): Promise<number> => {
      let links = 0;
      for (const id of some) if (await undo(id, draw)) links++;
      return links;
    };
    const half = Math.floor(candidates.length / 4);
    const [, a, b] = await Promise.all([
      take(shuffleWithRetries(draw, late.flat()), 7),
      undoAll(candidates.slice(0, half)),
      undoAll(candidates.slice(half, 2 * half)),
    ]);
    expect(a + b).toBeGreaterThan(30);
    now = start + 3 * hour;
    const after = Array.from({ length: count }, (_, i) => household(i, 2, start + 2 * hour));
    await take(shuffleWithRetries(draw, after.flat()), 40);
    const all = before.map((events, i) => [...events, ...(late[i] ?? []), ...(after[i] ?? [])]);
    const { wrong, compared } = await compareWithReference(service.engine.apply, all, undone);
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(compared).toBeGreaterThan(160);
  });

  it('leaves profiles that equal a fold of what is theirs', async () => {
    const refold = await runLikenessJson(['refold', '--check'], { databaseUrl: service.database.url });
    expect(refold).toMatchObject({ different: 0 });
  });

  it('records each with its time and reason', async () => {
    const rows = await service.engine.database.sql<{ at: Date; reason: string }[]>`
      SELECT at, reason FROM likeness.link_history WHERE change = 'unmerged'`;
    expect(rows).toHaveLength(undone.length);
    expect(new Set(rows.map((row) => row.reason))).toEqual(new Set(['test']));
    expect(new Set(rows.map((row) => row.at.getTime()))).toEqual(new Set([start + hour + 500]));
  });

  it('keeps no row that leads to a profile which is another one now', async () => {
    const astray = await service.engine.database.sql`
      WITH RECURSIVE trail AS (
        SELECT profile_id AS began_as, profile_id, merged_into FROM likeness.profiles
        UNION ALL
        SELECT t.began_as, p.profile_id, p.merged_into
        FROM trail t JOIN likeness.profiles p ON p.profile_id = t.merged_into
      )
      SELECT t.began_as FROM trail t JOIN likeness.identities i ON i.identity_key = t.began_as
      WHERE t.merged_into IS NULL AND t.profile_id <> i.profile_id`;
    expect([...astray]).toEqual([]);
  });
});

describe('likeness unmerge', () => {
  const event = (type: string, minute: number, ids: object, more: object = {}) => ({
    type,
    messageId: `${type}-${minute}-${JSON.stringify(ids)}`,
    timestamp: new Date(start + 4 * hour + minute * 60_000).toISOString(),
    ...ids,
    ...more,
  });
  const view = (minute: number, ids: object) => event('track', minute, ids, { event: 'Product Viewed' });
  const tablet = { anonymousId: 'tablet' };
  const eventsOf = async (id: string) =>
    ((await service.read(`/v1/profiles/${id}`)).body as { readonly events: number }).events;
  const cli = (...args: readonly string[]) =>
    runLikeness(['unmerge', ...args, '--site', 'test'], { databaseUrl: service.database.url });

  beforeAll(async () => {
    now = start + 5 * hour;
    await service.send([
      view(1, tablet),
      view(2, tablet),
      event('identify', 3, { ...tablet, userId: 'mum' }),
      view(4, { ...tablet, userId: 'mum' }),
      view(5, tablet),
      event('alias', 6, { userId: 'mum' }, { previousId: 'mum@example.com' }),
      view(7, { userId: 'mum@example.com' }),
    ]);
  });

  it('says what to do when it cannot', async () => {
    expect((await cli('nobody', '--reason', 'x')).err).toMatch(/no profile has the id nobody/);
    expect((await cli('tablet')).err).toMatch(/needs a reason/);
    expect((await cli('tablet', '--from', 'mum@example.com', '--reason', 'x')).err).toMatch(
      /has no such link/,
    );
  });

  it('takes a device from its owner, whose passing events do not win it back', async () => {
    expect(await eventsOf('tablet')).toBe(7);
    now += hour;
    const { code, out } = await cli('tablet', '--reason', 'shared by the family');
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('3 events of tablet') });
    expect([await eventsOf('tablet'), await eventsOf('mum')]).toEqual([3, 4]);
    await service.send([view(70, { ...tablet, userId: 'mum' }), view(71, tablet)]);
    // Late: from before the link was undone.
    await service.send([event('identify', 2, { ...tablet, userId: 'mum' })]);
    expect([await eventsOf('tablet'), await eventsOf('mum')]).toEqual([4, 6]);
  });

  it('lets a later log-in link anew', async () => {
    // The command read the real clock.
    now = Date.now() + hour;
    const timestamp = new Date(now - 1_000).toISOString();
    await service.send([{ ...event('identify', 130, { ...tablet, userId: 'dad' }), timestamp }]);
    expect([await eventsOf('tablet'), await eventsOf('dad'), await eventsOf('mum')]).toEqual([5, 5, 6]);
  });

  it('undoes an alias over HTTP', async () => {
    const request = (id: string, body: object) =>
      service.app.request(`/v1/profiles/${encodeURIComponent(id)}/unmerge`, {
        method: 'POST',
        headers: { authorization: `Bearer ${service.secretKey}` },
        body: JSON.stringify(body),
      });
    expect((await request('mum', {})).status).toBe(400);
    expect((await request('nobody', { reason: 'x' })).status).toBe(404);
    const answer = await request('mum', { reason: 'another person' });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      id: 'mum',
      from: 'mum@example.com',
      outcome: 'apart',
      profiles: [{ events: 5 }, { events: 1, ids: [{ kind: 'user', value: 'mum@example.com' }] }],
    });
    expect([await eventsOf('mum'), await eventsOf('mum@example.com')]).toEqual([5, 1]);
    expect((await request('mum', { reason: 'again' })).status).toBe(400);
  });

  it('leaves the short way to a user who stays logged in', async () => {
    const { apply, tags } = service.engine;
    const kiosk = { anonymousId: 'kiosk', userId: 'kim' };
    await service.send([event('identify', 200, kiosk)]);
    expect((await unmerge(apply, { siteId: service.siteId, id: 'kiosk', reason: 'shared' })).ok).toBe(true);
    let locks = 0;
    const lock: typeof apply.profiles.lock = async (sql, ids) => {
      locks++;
      return await apply.profiles.lock(sql, ids);
    };
    const counted = { ...apply, profiles: { ...apply.profiles, lock } };
    const detours: unknown[] = [];
    const lane = createLane({
      apply: counted,
      tags,
      databaseUrl: service.database.url,
      onDetour: (error) => detours.push(error),
    });
    for (let i = 0; i < 3; i++) {
      const passing = parseEvent({ type: 'track', event: 'Seen', ...kiosk });
      if (!passing.ok) throw new Error('the test event is not valid');
      const at = now + i;
      const digits = (1_000_000 + i).toString(16).padStart(19, '0');
      const seen = { ...passing.value, eventId: layOutEventId(at, digits), occurredAt: at };
      await lane.apply({
        events: [{ siteId: service.siteId, receivedAt: now, event: seen }],
        quarantined: [],
      });
    }
    expect({ locks, detours }).toEqual({ locks: 0, detours: [] });
    expect([await eventsOf('kim'), await eventsOf('kiosk')]).toEqual([4, 0]);
    await lane.stop();
  });

  it('needs the secret key', async () => {
    const path = '/v1/profiles/mum/unmerge';
    const answer = await service.app.request(path, { method: 'POST', body: '{"reason":"x"}' });
    expect(answer.status).toBe(401);
  });
});
