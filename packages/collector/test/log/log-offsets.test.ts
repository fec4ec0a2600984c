import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  claimPartitions,
  LogClaimLostError,
  moveOffsets,
  readLogOffsets,
} from '../../src/store/log-offsets.ts';
import { createTestEngine, type TestEngine } from './test-engine.ts';

const { start, stopAll } = createTestEngine();
let under: TestEngine;
beforeAll(async () => {
  under = await start();
});
afterAll(stopAll);

const partitions = [
  { topic: 'events', partition: 0 },
  { topic: 'events', partition: 1 },
];
const now = Date.UTC(2026, 4, 1);
const sqlOf = () => under.engine.database.sql;

it('hands a partition on where its last worker left it', async () => {
  const first = await claimPartitions(sqlOf(), 'on', partitions, now);
  expect(first).toEqual(partitions.map((p) => ({ ...p, generation: 1, nextOffset: undefined })));
  await moveOffsets(
    sqlOf(),
    'on',
    first.map((claim) => ({ ...claim, to: 5 + claim.partition })),
    now + 1_000,
  );
  const second = await claimPartitions(sqlOf(), 'on', partitions, now + 2_000);
  expect(second.map(({ generation, nextOffset }) => [generation, nextOffset])).toEqual([
    [2, 5],
    [2, 6],
  ]);
  expect(await readLogOffsets(sqlOf(), 'on', ['events'])).toMatchObject([
    { partition: 0, nextOffset: 5, movedAt: now + 2_000 },
    { partition: 1, nextOffset: 6 },
  ]);
});

it('keeps nothing of a transaction whose partition went to another worker in between', async () => {
  const [old] = await claimPartitions(sqlOf(), 'fenced', partitions.slice(0, 1), now);
  if (old === undefined) throw new Error('a claim answered nothing');
  await claimPartitions(sqlOf(), 'fenced', partitions.slice(0, 1), now);
  const apply = sqlOf().begin(async (sql) => {
    await sql`INSERT INTO likeness.texts (digest, value) VALUES (gen_random_uuid(), 'of a worker that is late')`;
    await moveOffsets(sql, 'fenced', [{ ...old, to: 9 }], now);
  });
  await expect(apply).rejects.toThrow(LogClaimLostError);
  const kept = await sqlOf()`SELECT 1 FROM likeness.texts WHERE value = 'of a worker that is late'`;
  expect(kept).toHaveLength(0);
});

it('waits for the transaction of the worker before', async () => {
  const [old] = await claimPartitions(sqlOf(), 'waits', partitions.slice(0, 1), now);
  if (old === undefined) throw new Error('a claim answered nothing');
  let claimed: ReturnType<typeof claimPartitions> | undefined;
  await sqlOf().begin(async (sql) => {
    await moveOffsets(sql, 'waits', [{ ...old, to: 3 }], now);
    claimed = claimPartitions(sqlOf(), 'waits', partitions.slice(0, 1), now);
  });
  expect(await claimed).toMatchObject([{ generation: 2, nextOffset: 3 }]);
});

it('notices that an offset was set by hand', async () => {
  const [claim] = await claimPartitions(sqlOf(), 'hand', partitions.slice(0, 1), now);
  if (claim === undefined) throw new Error('a claim answered nothing');
  await sqlOf()`UPDATE likeness.log_offsets SET next_offset = 0 WHERE consumer_group = 'hand'`;
  await expect(moveOffsets(sqlOf(), 'hand', [{ ...claim, to: 3 }], now)).rejects.toThrow(LogClaimLostError);
});
