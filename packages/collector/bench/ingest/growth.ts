import type { BenchSubject } from './bench-subject.ts';
import { runClosedLoop } from './closed-loop.ts';
import type { EventMaker } from './make-events.ts';
import { costs } from './measure-load.ts';

/** The cost of an event when so many were there already. */
export interface GrowthPoint {
  readonly events: number;
  readonly profiles: number;
  readonly cpuMicrosPerEvent: number;
  readonly serverMicrosPerEvent: number;
  readonly postgresMicrosPerEvent: number;
  readonly walBytesPerEvent: number;
  readonly diskBytesPerEvent: number;
  readonly collectorBytes: number;
}

const size = 50;
const connections = 64;
const points = 20;

/** Sends batches of 50 until so many events are stored, and tells the cost of each twentieth of the way. */
export async function measureGrowth(
  subject: BenchSubject,
  maker: EventMaker,
  options: { readonly events: number; readonly say: (line: string) => void },
): Promise<readonly GrowthPoint[]> {
  const curve: GrowthPoint[] = [];
  let stored = 0;
  for (let point = 1; point <= points; point++) {
    const before = await subject.counters();
    let left = Math.ceil(options.events / points / size);
    const loop = await runClosedLoop({
      url: subject.batchUrl,
      connections,
      nextBody: () => (left-- > 0 ? maker.batch(size) : undefined),
    });
    stored += loop.accepted;
    const [row] = await subject.sql<{ profiles: number }[]>`
      SELECT count(*)::int AS profiles FROM likeness.profiles`;
    const cost = costs(before, await subject.counters(), loop.accepted);
    const measured = {
      events: stored,
      profiles: row?.profiles ?? 0,
      ...cost,
      collectorBytes: subject.collectorBytes(),
    };
    curve.push(measured);
    options.say(
      `${stored} events, ${measured.profiles} profiles: ${cost.serverMicrosPerEvent.toFixed(1)} + ` +
        `${cost.postgresMicrosPerEvent.toFixed(1)} µs an event, ${Math.round(measured.collectorBytes / 1e6)} MB`,
    );
  }
  return curve;
}
