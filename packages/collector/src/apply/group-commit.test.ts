import { err, ok } from '@likeness/core';
import { expect, it } from 'vitest';
import type { ApplyInput, ApplyResult, IncomingEvent } from './apply-batch.ts';
import { createGroupCommit, type Submission } from './group-commit.ts';

// The group commit never looks into an event.
const event = (n: number) => ({ siteId: n }) as unknown as IncomingEvent;
const input = (...ns: number[]): Submission => from(1, ...ns);
const from = (sender: number, ...ns: number[]): Submission => ({
  sender,
  size: Math.max(1, ns.length),
  read: () => Promise.resolve(ok({ events: ns.map(event), quarantined: [] })),
});
const outcome = ({ events }: ApplyInput): ApplyResult => ({
  fresh: events.map(() => true),
  profileIds: events.map((e) => `p${e.siteId}`),
});

/** An apply that runs when it is told to. */
function controlled() {
  const started: { readonly input: ApplyInput; readonly finish: (error?: unknown) => void }[] = [];
  const apply = (given: ApplyInput) =>
    new Promise<ApplyResult>((resolve, reject) => {
      started.push({
        input: given,
        finish: (error) => (error === undefined ? resolve(outcome(given)) : reject(error)),
      });
    });
  return { apply, started };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

it('lets inputs that arrive while a transaction runs share the next one, and answers each with its own part', async () => {
  const { apply, started } = controlled();
  const commit = createGroupCommit(apply);
  const first = commit.submit(input(1));
  await turn();
  const later = [commit.submit(input(2, 3)), commit.submit(input(4))];
  await turn();
  expect(started).toHaveLength(1);
  started[0]?.finish();
  await turn();
  expect(started[1]?.input.events).toHaveLength(3);
  started[1]?.finish();
  expect(await first).toMatchObject({ ok: true, value: { profileIds: ['p1'] } });
  expect(await later[0]).toMatchObject({ value: { profileIds: ['p2', 'p3'] } });
  expect(await later[1]).toMatchObject({ value: { profileIds: ['p4'] } });
  expect(commit.depth()).toBe(0);
});

it('refuses as overloaded what does not fit into the queue', async () => {
  const { apply, started } = controlled();
  const commit = createGroupCommit(apply, { queueEvents: 3 });
  const taken = commit.submit(input(1, 2));
  expect(await commit.submit(input(3, 4))).toEqual({ ok: false, error: { code: 'overloaded' } });
  await turn();
  started[0]?.finish();
  expect(await taken).toMatchObject({ ok: true });
});

it('lets no more wait than recent transactions would take in the time that a sender is kept waiting', async () => {
  const { apply, started } = controlled();
  let at = 0;
  const commit = createGroupCommit(apply, { transactionEvents: 2, queueMs: 500, clock: () => at });
  const first = commit.submit(input(1, 2));
  await turn();
  // 20 ms an event: 25 fit into half a second.
  at += 40;
  started[0]?.finish();
  await first;
  await turn();
  const taken = Array.from({ length: 12 }, () => commit.submit(input(3, 4)));
  expect(commit.isFull(1)).toBe(false);
  expect(await commit.submit(input(7, 8))).toEqual({ ok: false, error: { code: 'overloaded' } });
  taken.push(commit.submit(input(7)));
  expect(commit.isFull(1)).toBe(true);
  for (let i = 1; i <= 13; i++) {
    await turn();
    started[i]?.finish();
  }
  expect((await Promise.all(taken)).every(({ ok }) => ok)).toBe(true);
});

it('tries the inputs of a group apart when Postgres refuses the data of one', async () => {
  const commit = createGroupCommit(async (given) => {
    if (given.events.some((e) => e.siteId === 13)) throw Object.assign(new Error('bad'), { code: '22P05' });
    return outcome(given);
  });
  const answers = await Promise.all([
    commit.submit(input(1)),
    commit.submit(input(13)),
    commit.submit(input(2)),
  ]);
  expect(answers.map((answer) => answer.ok)).toEqual([true, false, true]);
});

it('fails a whole group at once when the database is gone', async () => {
  let calls = 0;
  const commit = createGroupCommit(async () => {
    calls++;
    throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
  });
  const answers = await Promise.all([commit.submit(input(1)), commit.submit(input(2))]);
  expect(answers.map((answer) => answer.ok)).toEqual([false, false]);
  expect(calls).toBe(1);
});

it('answers what it has taken before it stops, and takes nothing after', async () => {
  const { apply, started } = controlled();
  const commit = createGroupCommit(apply);
  const taken = commit.submit(input(1));
  const stopped = commit.stop();
  expect(await commit.submit(input(2))).toEqual({ ok: false, error: { code: 'stopping' } });
  await turn();
  started[0]?.finish();
  await stopped;
  expect(await taken).toMatchObject({ ok: true });
});

it('reads no more ahead than the next transaction takes', async () => {
  const { apply, started } = controlled();
  const commit = createGroupCommit(apply, { transactionEvents: 2 });
  let reads = 0;
  const counted = (n: number): Submission => ({
    ...input(n),
    read: async () => {
      reads++;
      return await input(n).read();
    },
  });
  const answers = [1, 2, 3, 4, 5, 6].map((n) => commit.submit(counted(n)));
  await turn();
  await turn();
  expect(started.map((one) => one.input.events.length)).toEqual([2]);
  expect(reads).toBe(4);
  for (let i = 0; i < 3; i++) {
    started[i]?.finish();
    await turn();
    await turn();
  }
  expect((await Promise.all(answers)).every((answer) => answer.ok)).toBe(true);
  expect(started.map((one) => one.input.events.length)).toEqual([2, 2, 2]);
});

it('takes up to four times as much at once when many transactions wait', async () => {
  const { apply, started } = controlled();
  const commit = createGroupCommit(apply, { transactionEvents: 2 });
  const all = Array.from({ length: 100 }, (_, n) => commit.submit(input(n)));
  const sizes: number[] = [];
  for (let taken = 0; taken < all.length; ) {
    await expect.poll(() => started.length).toBeGreaterThan(sizes.length);
    const size = started[sizes.length]?.input.events.length ?? 0;
    // What is read ahead for the next one comes a turn later.
    await turn();
    started[sizes.length]?.finish();
    sizes.push(size);
    taken += size;
  }
  expect((await Promise.all(all)).every(({ ok: isOk }) => isOk)).toBe(true);
  expect(Math.max(...sizes)).toBe(8);
  expect(sizes.at(-1)).toBeLessThanOrEqual(2);
});

it('answers what cannot be read as its reader says, and keeps nothing for it', async () => {
  const { apply, started } = controlled();
  const commit = createGroupCommit(apply);
  const unreadable = await commit.submit<'no json'>({
    sender: 1,
    size: 3,
    read: () => Promise.resolve(err('no json')),
  });
  expect(unreadable).toEqual({ ok: false, error: 'no json' });
  const cause = new Error('the key could not be looked up');
  const broken = { sender: 1, size: 1, read: () => Promise.reject(cause) };
  expect(await commit.submit(broken)).toEqual({ ok: false, error: { code: 'failed', cause } });
  expect(await commit.submit(input())).toEqual({ ok: true, value: { fresh: [], profileIds: [] } });
  expect(started).toHaveLength(0);
  expect(commit.depth()).toBe(0);
});

it('leaves others their share of the queue and their turn while one sender floods it', async () => {
  const { apply, started } = controlled();
  const commit = createGroupCommit(apply, { transactionEvents: 1, queueEvents: 8 });
  const flood = Array.from({ length: 20 }, () => commit.submit(from(1, 1)));
  await turn();
  expect(commit.isFull(1)).toBe(true);
  expect(commit.isFull(2)).toBe(false);
  const others = [commit.submit(from(2, 2)), commit.submit(from(2, 2))];
  for (let i = 0; i < 10; i++) {
    started[i]?.finish();
    await turn();
    await turn();
  }
  // Of what waited, the two senders had turns in turn.
  expect(started.map((one) => one.input.events[0]?.siteId).slice(0, 6)).toEqual([1, 1, 2, 1, 2, 1]);
  expect((await Promise.all(others)).map((answer) => answer.ok)).toEqual([true, true]);
  expect((await Promise.all(flood)).filter((answer) => answer.ok)).toHaveLength(8);
  expect(commit.depth()).toBe(0);
});
