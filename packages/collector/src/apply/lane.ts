import { eventIdTime } from '@likeness/core';
import { byKey } from '../store/change-rows.ts';
import { type ContextMemo, createContextMemo } from '../store/context-memo.ts';
import type { Dictionary } from '../store/dictionary.ts';
import { encodeEvents, type KeyedEvent } from '../store/event-store.ts';
import { sumSessions } from '../store/session-store.ts';
import { createTagNumbers } from '../store/tag-numbers.ts';
import { createPipeline, type Pipeline } from '../store/wire/pipeline.ts';
import { knownStatements, writeKnown } from '../store/write-known.ts';
import { type AppliedBatch, type ApplyDeps, type ApplyInput, applyBatch } from './apply-batch.ts';
import { createKeyEvent } from './key-event.ts';
import { createKnownProfiles, type KnownProfiles } from './known-profiles.ts';
import { type KnownPlan, planKnown } from './plan-known.ts';
import { createRecentIds } from './recent-ids.ts';

/** Takes batches in, one after the other. */
export interface Lane {
  /** As {@link applyBatch}, with two differences: a batch may become two transactions, and most need no reading. */
  readonly apply: (input: ApplyInput) => Promise<AppliedBatch>;
  readonly stop: () => Promise<void>;
}

/** What a lane works with. */
export interface LaneDeps {
  readonly apply: ApplyDeps;
  readonly databaseUrl: string;
  /** The dictionary of tags. */
  readonly tags: Dictionary;
  /** Told why events that could have gone the short way took the long one; they are not lost. */
  readonly onDetour: (error: unknown) => void;
}

/**
 * Creates a lane: {@link applyBatch} with a short way for what is the rule, further events of users that this process
 * knows.
 *
 * The short way folds into remembered profiles and writes everything in one round trip: events by COPY, profiles by
 * updates that fail when another process changed them since. Whatever fails there, for whatever reason, goes through
 * {@link applyBatch}, which reads under locks and knows duplicates: it alone decides, the short way only guesses well.
 */
export function createLane(deps: LaneDeps): Lane {
  const { apply } = deps;
  // The short way folds, and checks profiles and memberships by one join, which has no sharded form.
  if (apply.folding === 'later' || apply.placement === 'sharded') {
    return { apply: async (input) => await applyBatch(apply, input), stop: () => Promise.resolve() };
  }
  const keyEvent = createKeyEvent();
  const recent = createRecentIds();
  const memo = createContextMemo();
  const pipeline = createPipeline({ url: deps.databaseUrl, statements: knownStatements, now: apply.now });
  const numbers = createTagNumbers(deps.tags);
  const known = createKnownProfiles({
    sql: apply.sql,
    profiles: apply.profiles,
    numbers,
    halfLives: apply.rules.tagHalfLives,
    memberships: apply.segments === undefined ? 'not used' : 'read',
  });

  /** The long way. */
  async function applyOthers(
    input: ApplyInput,
    keyed: readonly KeyedEvent[],
    places: readonly number[],
  ): Promise<AppliedBatch> {
    // Places of the batch are places in input.events and in keyed.
    const events = places.map((place) => input.events[place] as ApplyInput['events'][number]);
    const own = places.map((place) => keyed[place] as KeyedEvent);
    known.forget(own, []);
    const applied = await applyBatch(apply, { events, quarantined: input.quarantined });
    known.forget(own, present(applied.profileIds));
    return applied;
  }

  return {
    apply: async (input) => {
      const keyed = input.events.map((event) => keyEvent(event));
      await known.prepare(keyed);
      const plan = await planKnown(keyed, {
        find: known.find,
        around: known.around,
        take: known.take,
        isRecent: recent.has,
        rules: apply.rules,
        numbers,
        segments: await apply.segments?.segments(apply.sql),
        deliveries: (apply.segments?.webhooks.length ?? 0) > 0 ? 'some' : 'none',
        now: apply.now(),
      });
      const parts: { readonly places: readonly number[]; readonly applied: AppliedBatch }[] = [];
      if (plan.others.length > 0 || input.quarantined.length > 0) {
        parts.push({ places: plan.others, applied: await applyOthers(input, keyed, plan.others) });
      }
      if (plan.places.length > 0) {
        try {
          parts.push({
            places: plan.places,
            applied: await applyKnown(apply, { pipeline, known, memo }, keyed, plan),
          });
        } catch (error) {
          deps.onDetour(error);
          const rest = { events: input.events, quarantined: [] };
          parts.push({ places: plan.places, applied: await applyOthers(rest, keyed, plan.places) });
        }
      }
      for (const { event } of keyed) recent.add(event.eventId);
      return join(keyed.length, parts);
    },
    stop: pipeline.stop,
  };
}

/** What the short way works with. */
interface ShortWay {
  readonly pipeline: Pipeline;
  readonly known: KnownProfiles;
  readonly memo: ContextMemo;
}

/** The short way. */
async function applyKnown(
  apply: ApplyDeps,
  { pipeline, known, memo }: ShortWay,
  keyed: readonly KeyedEvent[],
  { places, profileIds, folded }: KnownPlan,
): Promise<AppliedBatch> {
  // Places of the plan are places in keyed.
  const events = places.map((place) => keyed[place] as KeyedEvent);
  await apply.partitions.ensure(events.map(({ event }) => eventIdTime(event.eventId)));
  const encoded = await encodeEvents(events, apply.dictionaries, memo);
  const names = folded.map(({ after }) => after.resting.names);
  const nameIds = await apply.dictionaries.names.encode(names.flat());
  let nextName = 0;
  const profiles = folded.map(({ before, after: { profileId, resting, tags } }, i) => {
    const firstName = nextName;
    nextName += names[i]?.length ?? 0;
    const { version, membership } = before;
    return { profileId, version, membership, resting, tags, nameIds: nameIds.slice(firstName, nextName) };
  });
  const sessions = [...sumSessions(events)].sort((a, b) => byKey(a.sessionKey, b.sessionKey));
  const segmentChanges = folded.flatMap(({ changes }) => changes);
  await pipeline.run((batch) =>
    writeKnown(batch, {
      events: encoded,
      profiles,
      sessions,
      membershipChanges: segmentChanges,
      membershipChecks: folded.flatMap(({ check }) => check ?? []),
      updatedAt: apply.now(),
    }),
  );
  for (const { after } of folded) known.give(after);
  return { fresh: places.map(() => true), profileIds, segmentChanges };
}

function join(
  size: number,
  parts: readonly { readonly places: readonly number[]; readonly applied: AppliedBatch }[],
): AppliedBatch {
  const fresh: boolean[] = new Array(size).fill(false);
  const profileIds: (string | undefined)[] = new Array(size).fill(undefined);
  for (const { places, applied } of parts) {
    places.forEach((place, i) => {
      fresh[place] = applied.fresh[i] ?? false;
      profileIds[place] = applied.profileIds[i];
    });
  }
  return { fresh, profileIds, segmentChanges: parts.flatMap(({ applied }) => applied.segmentChanges) };
}

function present(profileIds: readonly (string | undefined)[]): ReadonlySet<string> {
  return new Set(profileIds.filter((id) => id !== undefined));
}
