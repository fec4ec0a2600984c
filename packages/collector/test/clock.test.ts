import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestService, type TestService } from './harness/test-service.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
const start = Date.UTC(2026, 10, 20, 12);
let now = start;

let service: TestService;
beforeAll(async () => {
  service = await createTestService(() => now);
});
afterAll(() => service.drop());

/** Sends one event of a device whose clock is `off` ms ahead; `staleMs` ago it was first tried. */
async function send(device: string, messageId: string, clock: { off: number; staleMs?: number }) {
  const iso = (at: number) => new Date(at + clock.off).toISOString();
  const tried = now - (clock.staleMs ?? 20);
  const event = { type: 'track', event: 'E', anonymousId: device, messageId, timestamp: iso(tried - 1_000) };
  expect(await service.send([event], { sentAt: iso(tried) })).toMatchObject({ status: 200 });
  return tried - 1_000;
}

async function stored(device: string) {
  return await service.engine.database.sql<{ occurred: number; original: number; sent: number }[]>`
    SELECT (extract(epoch FROM occurred_at) * 1000)::float8 AS occurred,
      -- Stored only where the clock was corrected.
      (extract(epoch FROM coalesce(original_at, occurred_at)) * 1000)::float8 AS original, (extract(epoch FROM sent_at) * 1000)::float8 AS sent
    FROM likeness.events WHERE device_key = likeness.profile_id(${device}) ORDER BY occurred_at`;
}

it.each([-dayMs, 0, dayMs])(
  'puts events of a clock %i ms off, and their stale retries, where they were',
  async (off) => {
    const device = `device ${off}`;
    const true1 = await send(device, '1', { off });
    now += 30 * minuteMs;
    // It waited in a queue for 25 minutes and was sent with the time of its first attempt.
    const true2 = await send(device, '2', { off, staleMs: 25 * minuteMs });
    const rows = await stored(device);
    expect(rows.map(({ occurred }, i) => Math.abs(occurred - ([true1, true2][i] ?? 0)) <= 20)).toEqual([
      true,
      true,
    ]);
    expect(rows.map(({ original, sent }) => sent - original)).toEqual([1_000, 1_000]);
    expect(rows[0]?.original).toBe(true1 + off);
  },
);

it('counts a retry once, however its clock is judged the second time', async () => {
  await send('twice', 'same', { off: 0 });
  const event = {
    type: 'track',
    event: 'E',
    anonymousId: 'twice',
    messageId: 'm',
    timestamp: new Date(now).toISOString(),
  };
  const sentAt = new Date(now).toISOString();
  await service.send([event], { sentAt });
  now += 3 * 3_600_000;
  expect((await service.send([event], { sentAt })).body).toMatchObject({ accepted: 0, duplicate: 1 });
});
