/**
 * `pnpm bench ingest [--json] [--seconds N] [--sizes 1,50] [--loads limits,halfLoad,…] [--visitors N] [--growth MILLIONS]`:
 * from HTTP to committed events and folded profiles, with fsync and synchronous_commit on, beside the limits of the same
 * machine in the same run (COPY, bare HTTP, INSERT … unnest). The load generator shares the machine. The last line is
 * one JSON object.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { measureBareHttp, measureCopy, measureUnnest } from './ingest/baselines.ts';
import { type BenchSubject, startBenchSubject } from './ingest/bench-subject.ts';
import { runClosedLoop } from './ingest/closed-loop.ts';
import { measureDuplicateStorm } from './ingest/duplicate-storm.ts';
import { measureGrowth } from './ingest/growth.ts';
import { measureHalfLoad } from './ingest/half-load.ts';
import { createEventMaker, type EventMaker } from './ingest/make-events.ts';
import { describeLoad, type LoadRow, measureLoad } from './ingest/measure-load.ts';
import { measureOverload } from './ingest/overload.ts';
import { quantile } from './ingest/quantile.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    seconds: { type: 'string', default: '8' },
    visitors: { type: 'string', default: '20000' },
    sizes: { type: 'string', default: '1,10,50,500' },
    loads: { type: 'string', default: 'limits,halfLoad,duplicateStorm,overload' },
    growth: { type: 'string' },
    // As the Dockerfile and the systemd unit have them.
    'node-options': {
      type: 'string',
      default:
        '--max-semi-space-size=16 --heap-growing-percent=60 --no-allocation-site-pretenuring --v8-pool-size=1',
    },
  },
});
const seconds = Number(values.seconds);
const loads = new Set(values.loads.split(','));
const say = (line: string): void => {
  if (values.json !== true) console.log(line);
};

const subject = await startBenchSubject(values['node-options'].split(' ').filter((option) => option !== ''));
try {
  const maker = createEventMaker({
    writeKey: subject.writeKey,
    visitors: Number(values.visitors),
    random: createRandom(),
    now: Date.now,
  });
  say(`${cpus().length} × ${cpus()[0]?.model}; ${seconds} s a row`);
  const report =
    values.growth === undefined
      ? await measureRows(subject, maker)
      : { growth: await measureGrowth(subject, maker, { events: Number(values.growth) * 1e6, say }) };
  console.log(JSON.stringify(report));
} finally {
  await subject.stop();
}

async function measureRows(on: BenchSubject, maker: EventMaker): Promise<object> {
  // Every visitor has a profile, is known to the collector, and the code is compiled, before anything is measured.
  const first = [...maker.everyVisitor(100), ...maker.everyVisitor(100)].reverse();
  const prefill = await runClosedLoop({ url: on.batchUrl, connections: 16, nextBody: () => first.pop() });
  let accepted = prefill.accepted;
  const warmUp = await measureLoad(on, maker, {
    size: 50,
    connections: 16,
    seconds: Math.max(2, seconds / 2),
  });
  accepted += warmUp.loop.accepted;

  const plain = Array.from({ length: 600 }, () => maker.batch(50));
  const copyRates: number[] = [];
  const measureLimit = async (): Promise<void> => {
    if (loads.has('limits')) copyRates.push(await measureCopy(on.sql, plain));
  };
  await measureLimit();
  const rows = new Map<number, LoadRow>();
  const wanted = values.sizes.split(',').map(Number);
  for (const [size, connections] of [
    [1, 64],
    [10, 64],
    [50, 64],
    [500, 16],
  ] as const) {
    if (!wanted.includes(size)) continue;
    const { row, loop } = await measureLoad(on, maker, { size, connections, seconds });
    accepted += loop.accepted;
    rows.set(size, row);
    say(describeLoad(`batch ${String(size).padStart(3)}`, row));
    if (loop.statuses[200] !== loop.requests) say(`  answers by status: ${JSON.stringify(loop.statuses)}`);
    await measureLimit();
  }
  const collectorBytes = on.collectorBytes();

  const loaded: Record<string, object> = {};
  if (loads.has('halfLoad')) {
    const ratePerSecond = (rows.get(1)?.requestsPerSecond ?? 2_000) / 2;
    const half = await measureHalfLoad(on, maker, { ratePerSecond, seconds });
    accepted += half.accepted;
    loaded.halfLoad = half;
    say(`half load: ${JSON.stringify(half)}`);
  }
  if (loads.has('duplicateStorm')) {
    const storm = await measureDuplicateStorm(on, maker, seconds);
    accepted += storm.accepted;
    loaded.duplicateStorm = storm;
    say(`duplicate storm: ${JSON.stringify(storm)}`);
  }
  if (loads.has('overload')) {
    const peak = rows.get(50) ?? warmUp.row;
    const over = await measureOverload(on, maker, { peakEventsPerSecond: peak.eventsPerSecond, seconds });
    accepted += over.accepted;
    loaded.overload = over;
    say(`overload: ${JSON.stringify(over)}`);
  }

  const copy = quantile(copyRates, 0.5);
  const limits = loads.has('limits')
    ? { copy, unnest: await measureUnnest(on.sql, plain), bareHttp: await bareHttp(maker, plain) }
    : {};
  say(`limits: ${JSON.stringify(limits)}`);
  return {
    ...Object.fromEntries(
      [...rows].map(([size, row]) => [`batch${size}`, { ...row, ratioToCopy: row.eventsPerSecond / copy }]),
    ),
    ...limits,
    ...loaded,
    collectorBytes,
    ...(await readOutcome(on, accepted)),
  };
}

async function bareHttp(maker: EventMaker, plain: readonly string[]): Promise<object> {
  const single = Array.from({ length: 2_000 }, () => maker.batch(1));
  const bare1 = await measureBareHttp(single, 64, Math.min(4, seconds));
  const bare50 = await measureBareHttp(plain, 64, Math.min(4, seconds));
  return {
    batch1: bare1.requestsPerSecond,
    batch50: 50 * bare50.requestsPerSecond,
    // What the machine is worth while it is shared: 53 and 5.7 µs where nothing else runs.
    batch1CpuMicrosPerEvent: bare1.cpuMicrosPerRequest,
    batch50CpuMicrosPerEvent: bare50.cpuMicrosPerRequest / 50,
  };
}

/** What SQL says of everything that was accepted. */
async function readOutcome(on: BenchSubject, accepted: number): Promise<object> {
  const [kept] = await on.sql<{ stored: number; folded: number; distinct: number }[]>`
    SELECT (SELECT count(*) FROM likeness.events)::int AS stored,
      (SELECT sum(events) FROM likeness.profiles)::int AS folded,
      (SELECT count(DISTINCT (device_key, event_id)) FROM likeness.events)::int AS distinct`;
  const [hot] = await on.sql<{ share: number }[]>`
    SELECT n_tup_hot_upd::float8 / nullif(n_tup_upd, 0) AS share FROM pg_stat_user_tables
    WHERE schemaname = 'likeness' AND relname = 'profiles'`;
  return {
    hotUpdates: hot?.share ?? 0,
    lost: accepted - (kept?.stored ?? 0),
    duplicated: (kept?.folded ?? 0) - (kept?.distinct ?? 0),
  };
}

/** Park and Miller's generator: the same stream of events in every run. */
function createRandom(): () => number {
  let seed = 1;
  return () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
}
