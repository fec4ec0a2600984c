/**
 * Measures the fold on real streams: time by event, bytes by profile, and the share of the time each slice takes.
 *
 *     pnpm bench fold [--json]
 *
 * `--json` leaves the table out; the last line is one JSON object in either case.
 */
import type { LikenessEvent } from '../src/event/event.ts';
import { draftProfile } from '../src/profile/draft-profile.ts';
import type { SliceName } from '../src/profile/event-plan.ts';
import { foldEvents, foldInPlace } from '../src/profile/fold-event.ts';
import { compileRules, type FoldRules } from '../src/profile/fold-rules.ts';
import { foldSlice } from '../src/profile/fold-slice.ts';
import { emptyProfile, type Profile } from '../src/profile/profile.ts';
import { findDataFolder } from './data/data-folder.ts';
import { movieLensStreams, onlineRetailStreams, type Streams } from './data/shop-streams.ts';
import { storedBytes } from './report/stored-bytes.ts';

const typicalTags = 60;
const runs = 5;
const rounds = 20;
// Keys of a record by slice name.
const sliceNames = Object.keys(foldSlice) as SliceName[];
const data = findDataFolder();
if (data === undefined) {
  console.warn('bench fold: SKIPPED: no data folder (set LIKENESS_DATA, or put it at ../shared/data)');
  console.log(JSON.stringify({ skipped: true }));
} else {
  const onlineRetail = measure(() => onlineRetailStreams(data));
  const movieLens = measure(() => movieLensStreams(data));
  if (!process.argv.includes('--json')) {
    console.table({ onlineRetail: withoutShares(onlineRetail), movieLens: withoutShares(movieLens) });
    console.table({ onlineRetail: onlineRetail.shares, movieLens: movieLens.shares });
  }
  console.log(
    JSON.stringify({
      microsPerEvent: Math.max(onlineRetail.microsPerEvent, movieLens.microsPerEvent),
      bytesPerProfile: Math.max(onlineRetail.bytesPerProfile, movieLens.bytesPerProfile),
      shares: onlineRetail.shares,
      onlineRetail,
      movieLens,
    }),
  );
}

interface Measurement {
  readonly users: number;
  readonly events: number;
  /** Median over the runs, with the fastest and the slowest. */
  readonly microsPerEvent: number;
  readonly microsFastest: number;
  readonly microsSlowest: number;
  /** The whole stream into a copy of the profile, streams in turn, so that both come from far memory; the fastest run. */
  readonly microsPerEventCopied: number;
  /** One event at a time into a typical profile, its copy included: what a live event costs. */
  readonly microsPerSingleEvent: number;
  /** Median tags of the profiles, and of those called typical. */
  readonly tags: number;
  readonly typicalTags: number;
  /** Median over the typical profiles: the hundred whose tags are closest to 60. */
  readonly bytesPerProfile: number;
  readonly shares: Readonly<Record<string, number>>;
  /** ns that one power of two takes now: a machine at rest needs 10 to 20, one that is shared more. */
  readonly nanosPerPower: number;
}

function withoutShares({ shares: _, ...rest }: Measurement): Omit<Measurement, 'shares'> {
  return rest;
}

/** Folds each user's stream into profiles of the size that the stream makes, several times over. */
function measure(load: () => Streams): Measurement {
  const rules = compileRules();
  const { typical, ...whole } = survey(load(), rules);
  // The engine has compiled what it will, and what the survey needed is gone.
  foldAgain(typical, rules);
  const times = Array.from({ length: runs }, () => foldAgain(typical, rules)).sort((a, b) => a - b);
  return {
    ...whole,
    microsPerEvent: round(times[Math.floor(runs / 2)] ?? 0),
    microsFastest: round(times[0] ?? 0),
    microsSlowest: round(times.at(-1) ?? 0),
    microsPerEventCopied: round(Math.min(...Array.from({ length: runs }, () => foldCopies(typical, rules)))),
    microsPerSingleEvent: round(foldSingly(typical, rules)),
    typicalTags: median(typical.map(({ profile }) => tagsOf(profile))),
    bytesPerProfile: Math.round(median(typical.map(({ profile }) => storedBytes(profile)))),
    shares: sharesOf(typical, rules),
    nanosPerPower: round(timePower()),
  };
}

/** Folds every stream once, and picks the hundred whose profiles are typical. */
function survey(
  streams: Streams,
  rules: FoldRules,
): Pick<Measurement, 'users' | 'events' | 'tags'> & { readonly typical: Typical } {
  const folded = streams.map((stream) => ({ stream, profile: foldEvents(emptyProfile(), stream, rules) }));
  return {
    users: streams.length,
    events: streams.reduce((sum, stream) => sum + stream.length, 0),
    tags: median(folded.map(({ profile }) => tagsOf(profile))),
    typical: folded.sort((a, b) => distance(a.profile) - distance(b.profile)).slice(0, 100),
  };
}

type Typical = readonly { readonly stream: readonly LikenessEvent[]; readonly profile: Profile }[];

/**
 * µs by event when every typical profile takes its own stream once more, so all tags are there from the start. As in the
 * collector, events are folded in place and were at hand a moment before; several rounds of it, because the streams are
 * short beside the resolution of the clock. What a copy costs is in `microsPerSingleEvent`.
 */
function foldAgain(typical: Typical, rules: FoldRules): number {
  const drafts = typical.map(({ stream, profile }) => ({ stream, draft: draftProfile(profile) }));
  const startedAt = cpuMs();
  let events = 0;
  for (const { stream, draft } of drafts) {
    for (let round = 0; round < rounds; round++) {
      foldInPlace(draft, stream, rules);
      events += stream.length;
    }
  }
  return ((cpuMs() - startedAt) * 1_000) / events;
}

function foldCopies(typical: Typical, rules: FoldRules): number {
  const startedAt = cpuMs();
  let events = 0;
  for (let round = 0; round < rounds; round++) {
    for (const { stream, profile } of typical) {
      events += foldEvents(profile, stream, rules).events - profile.events;
    }
  }
  return ((cpuMs() - startedAt) * 1_000) / events;
}

function foldSingly(typical: Typical, rules: FoldRules): number {
  const startedAt = cpuMs();
  let events = 0;
  for (const { stream, profile } of typical) {
    for (const event of stream.slice(0, 50))
      events += foldEvents(profile, [event], rules).events - profile.events;
  }
  return ((cpuMs() - startedAt) * 1_000) / events;
}

/** Each slice alone over the same events, as a share of the sum. */
function sharesOf(typical: Typical, rules: FoldRules): Record<string, number> {
  const times = sliceNames.map((name) => {
    const fold = foldSlice[name];
    const once = (): number => {
      const drafts = typical.map(({ profile }) => draftProfile(profile));
      const startedAt = cpuMs();
      for (let round = 0; round < rounds; round++) {
        for (const [i, { stream }] of typical.entries()) {
          const draft = drafts[i];
          if (draft === undefined) continue;
          for (const event of stream) {
            const plan = rules.planFor(event);
            if (plan.folds.includes(fold)) fold(draft, event, plan);
          }
        }
      }
      return cpuMs() - startedAt;
    };
    return [name, Math.min(once(), once(), once(), once(), once())] as const;
  });
  const total = times.reduce((sum, [, ms]) => sum + ms, 0);
  return Object.fromEntries(times.map(([name, ms]) => [name, round(ms / total)]));
}

function timePower(): number {
  const count = 5_000_000;
  const startedAt = cpuMs();
  let sum = 0;
  for (let i = 0; i < count; i++) sum += 2 ** (-i / count);
  return ((cpuMs() - startedAt) * 1e6) / count / Math.sign(sum);
}

/** CPU time of this thread, ms: on a shared machine the clock on the wall measures the neighbours. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function distance(profile: Profile): number {
  return Math.abs(tagsOf(profile) - typicalTags);
}

function tagsOf(profile: Profile): number {
  return Object.values(profile.interests).reduce((sum, family) => sum + Object.keys(family).length, 0);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
