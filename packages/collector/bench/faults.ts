/**
 * `pnpm bench faults [--kills 20] [--postgres-kills 10]`: the long form of test/faults.test.ts. Kills the collector, then
 * Postgres, under load, and ends by counting and by folding every profile again; the last line is one JSON object.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../src/store/embedded-postgres.ts';
import { countStored } from '../test/faults/count-stored.ts';
import { sendLoad } from '../test/faults/fault-load.ts';
import { serveLikeness } from '../test/faults/serve-likeness.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    'postgres-kills': { type: 'string', default: '10' },
  },
});
const kills = Number(values.kills);
const postgresKills = Number(values['postgres-kills']);
/** Batches that are answered between two kills. */
const calm = 8;
const batchSize = 25;
const batches = (kills + postgresKills + 1) * calm;

const startedAt = performance.now();
const dataDir = await mkdtemp(join(tmpdir(), 'likeness-bench-faults-'));
const start = () => startEmbeddedPostgres({ dataDir });
let server = await start();
const { url } = server;
const running = await serveLikeness(url);
try {
  let done = 0;
  const seen = await sendLoad({
    batches,
    batchSize,
    senders: 6,
    writeKey: await running.writeKey(),
    url: running.url,
    onAnswered: async (answered) => {
      if (answered % calm !== 0 || done >= kills + postgresKills) return;
      done++;
      if (done <= kills) {
        await running.kill();
        return;
      }
      // What `pg_ctl stop -m immediate` sends.
      process.kill(server.pid, 'SIGQUIT');
      server = await start();
      if (server.url !== url) throw new Error('Postgres came back at another address');
    },
  });
  const { differing, ...stored } = await countStored(url);
  const events = batches * batchSize;
  const result = {
    collectorKills: kills,
    postgresKills,
    events,
    lost: events - stored.different,
    twice: stored.events - stored.different + Math.max(0, stored.folded - events),
    profilesThatDiffer: differing.length,
    brokenAttempts: seen.broken,
    refusedAttempts: seen.refused,
    collectorStarts: running.starts(),
    seconds: Math.round((performance.now() - startedAt) / 1_000),
  };
  console.log(JSON.stringify(result));
  if (result.lost !== 0 || result.twice !== 0 || result.profilesThatDiffer !== 0) process.exitCode = 1;
} finally {
  await running.stop();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}
