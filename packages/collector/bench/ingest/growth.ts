import type { BenchSubject } from './bench-subject.ts';
import { runClosedLoop } from './closed-loop.ts';
import { fillWithCopies } from './fill-with-copies.ts';
import type { EventMaker } from './make-events.ts';
import { costs } from './measure-load.ts';
import { parseMicros } from './parse-micros.ts';

/** The cost of an event when so many were there already. */
export interface GrowthPoint {
  readonly events: number;
  readonly profiles: number;
  /** CPU of the collector and of Postgres together, as a multiple of reading the JSON of an event in the same minute. */
  readonly cpuPerParse: number;
  readonly parseMicrosPerEvent: number;
  readonly cpuMicrosPerEvent: number;
  readonly serverMicrosPerEvent: number;
  readonly postgresMicrosPerEvent: number;
  readonly walBytesPerEvent: number;
  readonly collectorBytes: number;
}

const size = 50;
const connections = 64;
/** Shares of the way at which is measured. */
const shares = [0, 0.05, 0.25, 0.5, 1];
/** Rounds a point, of which the cheapest is told, and events in a round. */
const rounds = 5;
const roundEvents = 20_000;
const eventsEach = 20;

/**
 * Tells the cost of an event of visitors who come all the time, in batches of 50, while the tables grow around them to
 * `events` events, twenty of each visitor. What is added is copied by SQL: `fill-with-copies.ts`.
 *
 * The machine's own speed may change between two points: each is also told as a multiple of `JSON.parse`.
 */
export async function measureGrowth(
  subject: BenchSubject,
  maker: EventMaker,
  options: { readonly events: number; readonly say: (line: string) => void },
): Promise<readonly GrowthPoint[]> {
  const first = [...maker.everyVisitor(100)].reverse();
  await runClosedLoop({ url: subject.batchUrl, connections: 16, nextBody: () => first.pop() });
  const curve: GrowthPoint[] = [];
  let added = 0;
  for (const share of shares) {
    const wanted = Math.round((options.events * share) / eventsEach);
    if (wanted > added) await fillWithCopies(subject.sql, { from: added, to: wanted, eventsEach });
    added = Math.max(added, wanted);
    // The first rounds read what the filling pushed out of memory.
    await measureRound(subject, maker);
    const measured: Omit<GrowthPoint, 'events' | 'profiles'>[] = [];
    for (let round = 0; round < rounds; round++) measured.push(await measureRound(subject, maker));
    const [best] = measured.sort((a, b) => a.cpuPerParse - b.cpuPerParse);
    const [counts] = await subject.sql<{ events: number; profiles: number }[]>`
      SELECT (SELECT count(*) FROM likeness.events)::int AS events,
        (SELECT count(*) FROM likeness.profiles)::int AS profiles`;
    if (best === undefined || counts === undefined) throw new Error('nothing was measured');
    curve.push({ ...counts, ...best });
    options.say(
      `${counts.events} events, ${counts.profiles} profiles: ${best.serverMicrosPerEvent.toFixed(1)} + ` +
        `${best.postgresMicrosPerEvent.toFixed(1)} µs an event, ${best.cpuPerParse.toFixed(2)} × JSON.parse, ` +
        `${Math.round(best.collectorBytes / 1e6)} MB`,
    );
  }
  return curve;
}

async function measureRound(
  subject: BenchSubject,
  maker: EventMaker,
): Promise<Omit<GrowthPoint, 'events' | 'profiles'>> {
  const bodies = Array.from({ length: roundEvents / size }, () => maker.batch(size));
  const parse = parseMicros(bodies) / size;
  const before = await subject.counters();
  const loop = await runClosedLoop({ url: subject.batchUrl, connections, nextBody: () => bodies.pop() });
  const { diskBytesPerEvent: _, ...cost } = costs(before, await subject.counters(), loop.accepted);
  return {
    ...cost,
    parseMicrosPerEvent: parse,
    cpuPerParse: cost.cpuMicrosPerEvent / parse,
    collectorBytes: subject.collectorBytes(),
  };
}
