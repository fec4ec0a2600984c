import {
  emptyProfile,
  foldEvents,
  type LikenessEvent,
  matchesSegment,
  type SegmentDefinition,
  type SegmentRule,
} from '@likeness/core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyBatch } from '../src/apply/apply-batch.ts';
import { identityKey } from '../src/store/identity-key.ts';
import { packProfile, unpackProfile } from '../src/store/pack-profile.ts';
import { selectSegment } from '../src/store/segment-sql/compile-segment-sql.ts';
import { syncSegments } from '../src/store/segment-store.ts';
import { createTestService, type TestService } from './harness/test-service.ts';
import { arbitraryHistory, historyStart } from './segments/arbitrary-history.ts';
import { arbitraryRule } from './segments/arbitrary-rule.ts';

const day = 86_400_000;
let now = historyStart;
let service: TestService;
beforeAll(async () => {
  service = await createTestService(() => now);
});
afterAll(() => service.drop());

let counter = 0;
const unique = (): number => {
  counter++;
  return counter;
};

it('answers the same in the core, in SQL over everyone and in the membership rows, at once and after time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(arbitraryHistory(unique), { minLength: 3, maxLength: 6 }),
      fc.array(arbitraryRule, { minLength: 12, maxLength: 12 }),
      fc.integer({ min: 0, max: 45 * day }),
      fc.integer({ min: 1, max: 120 * day }),
      async (histories, rules, appliedAfterMs, sweptAfterMs) => {
        now = historyStart + appliedAfterMs;
        const definitions = await useRules(rules);
        const { apply } = service.engine;
        const events = histories.flat().map((event) => ({ siteId: service.siteId, receivedAt: now, event }));
        await applyBatch(apply, { events, quarantined: [] });
        await expectAgreement(histories, definitions);
        now += sweptAfterMs;
        await sweep();
        await expectAgreement(histories, definitions);
      },
    ),
    { numRuns: 25, endOnFailure: true },
  );
}, 300_000);

/** Puts rules in place of those of the run before and clears what that one left. */
async function useRules(rules: readonly SegmentRule[]): Promise<readonly SegmentDefinition[]> {
  const { sql } = service.engine.database;
  const base: SegmentRule = { of: { measure: 'value', read: 'orders' }, is: { atLeast: 1 } };
  const definitions = [
    { name: 'base', rule: base },
    ...rules.map((rule, i) => ({ name: `rule-${i}`, rule })),
  ];
  await sql`TRUNCATE likeness.profiles, likeness.segment_members, likeness.segment_checks`;
  // Every run begins at a time of its own, which may lie before that of the run before.
  await sql`UPDATE likeness.jobs SET next_at = to_timestamp(0)`;
  await syncSegments(sql, definitions, now);
  service.engine.segmentCache.forget();
  return definitions;
}

async function sweep(): Promise<void> {
  for (let i = 0; i < 200; i++) {
    const runs = await service.scheduler.tick();
    for (const { error } of runs) if (error !== undefined) throw new Error(error);
    const { sql } = service.engine.database;
    const due = await sql`SELECT 1 FROM likeness.segment_checks WHERE due_at <= to_timestamp(${now / 1000})`;
    if (due.length === 0) return;
    // A run ends at the latest when the profiles that were due at its start are done; the next one is a second later.
    if (!runs.some((run) => run.name === 'segment-sweep')) now += 1_000;
  }
  throw new Error('the sweeper never came to an end');
}

async function expectAgreement(
  histories: readonly (readonly LikenessEvent[])[],
  definitions: readonly SegmentDefinition[],
): Promise<void> {
  const { sql } = service.engine.database;
  const { rules: foldRules } = service.engine;
  const { tagHalfLives: halfLives } = foldRules;
  const rules = new Map(definitions.map(({ name, rule }) => [name, rule]));
  const profiles = histories.map((history) => {
    const ordered = [...history].sort(
      (a, b) => a.occurredAt - b.occurredAt || (a.eventId < b.eventId ? -1 : 1),
    );
    const folded = foldEvents(emptyProfile(), ordered, foldRules);
    return {
      profileId: identityKey(service.siteId, 'anonymous', history[0]?.anonymousId ?? ''),
      // Weights are stored in single precision.
      profile: unpackProfile(packProfile(folded, halfLives)),
    };
  });
  for (const { name, rule } of definitions) {
    const inCore = profiles
      .filter(({ profile }) => matchesSegment(rule, profile, { now, rules, halfLives }))
      .map(({ profileId }) => profileId);
    const inSql = await selectSegment(sql, rule, { now, rules, halfLives });
    const rows = await sql<{ profile_id: string }[]>`
      SELECT profile_id FROM likeness.segment_memberships WHERE segment = ${name} AND is_member`;
    const message = JSON.stringify(rule);
    expect(inOrder(inSql), message).toEqual(inOrder(inCore));
    expect(inOrder(rows.map((row) => row.profile_id)), message).toEqual(inOrder(inCore));
  }
}

function inOrder(ids: readonly string[]): readonly string[] {
  return ids.toSorted((a, b) => (a < b ? -1 : 1));
}
