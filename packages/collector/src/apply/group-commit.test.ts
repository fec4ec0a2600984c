import { expect, it } from 'vitest';
import type { ApplyInput, ApplyResult, IncomingEvent } from './apply-batch.ts';
import { createGroupCommit } from './group-commit.ts';

// The group commit never looks into an event.
const event = (n: number) => ({ siteId: n }) as unknown as IncomingEvent;
const input = (...ns: number[]): ApplyInput => ({ events: ns.map(event), quarantined: [] });
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
  // 100 ms an event: five fit into half a second.
  at += 200;
  started[0]?.finish();
  await first;
  await turn();
  const taken = [commit.submit(input(3, 4)), commit.submit(input(5, 6))];
  expect(commit.isFull()).toBe(false);
  expect(await commit.submit(input(7, 8))).toEqual({ ok: false, error: { code: 'overloaded' } });
  taken.push(commit.submit(input(7)));
  expect(commit.isFull()).toBe(true);
  for (let i = 1; i <= 3; i++) {
    await turn();
    started[i]?.finish();
  }
  expect((await Promise.all(taken)).map(({ ok }) => ok)).toEqual([true, true, true]);
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
