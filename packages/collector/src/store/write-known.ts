import { type EncodedEvent, storedOriginalAt } from './event-store.ts';
import type { MembershipChange, MembershipCheck, StoredMembership } from './membership-store.ts';
import { type RestingProfile, restingLists, restingTime } from './resting-profile.ts';
import { addToSession, type SessionSum } from './session-store.ts';
import type { TagColumns } from './tag-columns.ts';
import type { PipelineBatch, WireStatement } from './wire/pipeline.ts';
import { typeOids, type WireWriter } from './wire/wire-writer.ts';
import { membershipStatements, writeMemberships } from './write-memberships.ts';

/** A profile that was folded on from a version of its row. */
export interface KnownSave {
  readonly profileId: string;
  /** The version that it was folded from. */
  readonly version: number;
  readonly resting: RestingProfile;
  readonly tags: TagColumns;
  /** Numbers of its counts, in their order. */
  readonly nameIds: readonly number[];
  /** What its memberships must still be; `undefined` where events do not evaluate segments. */
  readonly membership: StoredMembership | undefined;
}

/** What one transaction over known profiles writes. */
export interface KnownWrite {
  readonly events: readonly EncodedEvent[];
  /** In the order of their ids as numbers, so that two transactions cannot deadlock. */
  readonly profiles: readonly KnownSave[];
  readonly sessions: readonly SessionSum[];
  readonly membershipChanges: readonly MembershipChange[];
  readonly membershipChecks: readonly MembershipCheck[];
  /** Epoch ms. */
  readonly updatedAt: number;
}

const { int4, int8, jsonb, text, timestamptz } = typeOids;
const { int4Array, int8Array, float4Array, textArray, timestamptzArray } = typeOids;

const copyEvents: WireStatement = {
  name: 'likeness_copy_events',
  text: `COPY likeness.events (
      device_key, event_id, user_key, session_key, occurred_at, received_at, original_at, sent_at,
      site_id, name_id, page_id, context_id, type, properties, extra
    ) FROM STDIN (FORMAT binary)`,
  parameters: [],
};

/** Divides by zero, so that the transaction fails, when the row has another version by now. */
const saveProfile: WireStatement = {
  name: 'likeness_save_profile',
  text: `UPDATE likeness.profiles SET
      version = version + 1 / (version = $2)::int, events = $3, dropped = $4, first_at = $5, last_at = $6,
      updated_at = $7, tag_ids = $8, tag_counts = $9, tag_fast = $10, tag_slow = $11, rates = $12, count_ids = $13,
      counts = $14, count_first_at = $15, count_last_at = $16, traits = $17, state = $18, day_counts = $19
    WHERE profile_id = $1`,
  parameters: [
    int8,
    int4,
    int8,
    int4,
    timestamptz,
    timestamptz,
    timestamptz,
    int4Array,
    int4Array,
    float4Array,
    float4Array,
    float4Array,
    int4Array,
    int8Array,
    int8Array,
    int8Array,
    jsonb,
    jsonb,
    int4Array,
  ],
};

/** All sessions at once: an executor for each would cost twice as much. */
const addSessions: WireStatement = {
  name: 'likeness_add_sessions',
  text: `INSERT INTO likeness.session_rows AS s (
      session_key, site_id, device_key, user_key, session_id, first_at, last_at,
      events, page_views, searches, orders, visible_ms, landing
    ) SELECT session_key, site_id, device_key, user_key, session_id, first_at, last_at,
      events, page_views, searches, orders, visible_ms, landing::jsonb
    FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) AS u (
      session_key, site_id, device_key, user_key, session_id, first_at, last_at,
      events, page_views, searches, orders, visible_ms, landing
    )
    ${addToSession}`,
  parameters: [
    int8Array,
    int4Array,
    int8Array,
    int8Array,
    textArray,
    timestamptzArray,
    timestamptzArray,
    int4Array,
    int4Array,
    int4Array,
    int4Array,
    int8Array,
    textArray,
  ],
};

/** Divides by zero when one of the profiles is gone: the update of a missing row does nothing. */
const checkProfiles: WireStatement = {
  name: 'likeness_check_profiles',
  text: `SELECT 1 / (count(*) = $1)::int FROM unnest($2) AS u (profile_id)
    JOIN likeness.profiles p ON p.profile_id = u.profile_id`,
  parameters: [int8, int8Array],
};

/** The same, and also when one of them is in other segments, or is to be looked at at another time, than was thought. */
const checkMemberships: WireStatement = {
  name: 'likeness_check_memberships',
  text: `SELECT 1 / (count(*) = $1)::int FROM unnest($2, $3, $4) AS u (profile_id, due_at, segment_ids)
    JOIN likeness.profiles p ON p.profile_id = u.profile_id
    LEFT JOIN likeness.segment_checks c ON c.profile_id = u.profile_id
    WHERE c.due_at IS NOT DISTINCT FROM u.due_at AND u.segment_ids = ARRAY(
      SELECT m.segment_id FROM likeness.segment_members m
      WHERE m.profile_id = u.profile_id AND m.left_at IS NULL ORDER BY m.segment_id
    )::text`,
  parameters: [int8, int8Array, timestamptzArray, textArray],
};

/** What {@link writeKnown} needs prepared. */
export const knownStatements: readonly WireStatement[] = [
  copyEvents,
  saveProfile,
  addSessions,
  checkProfiles,
  checkMemberships,
  ...membershipStatements,
];

/**
 * Writes events of profiles that are known: the events by COPY, one versioned update a profile, their sessions,
 * and what changed in their segments.
 *
 * The transaction fails when anything is not as it was thought to be: an event that is there already, a profile with
 * another version or in other segments, a profile that is gone.
 */
export function writeKnown(batch: PipelineBatch, write: KnownWrite): void {
  batch.copy(copyEvents, (to) => {
    for (const event of write.events) writeEvent(to, event);
  });
  for (const profile of write.profiles) {
    batch.execute(saveProfile, (to) => writeProfile(to, profile, write.updatedAt));
  }
  if (write.sessions.length > 0) batch.execute(addSessions, (to) => writeSessions(to, write.sessions));
  // Behind the updates, which lock the profiles: who holds that lock alone may change their memberships.
  writeCheck(batch, write.profiles);
  writeMemberships(batch, write.membershipChanges, write.membershipChecks);
}

function writeEvent(to: WireWriter, encoded: EncodedEvent): void {
  const { event, row } = encoded;
  to.rawInt16(15);
  to.int8(encoded.deviceKey);
  to.uuid(event.eventId);
  to.int8(encoded.userKey);
  to.int8(encoded.sessionKey);
  to.timestamptz(event.occurredAt);
  to.timestamptz(encoded.receivedAt);
  to.timestamptz(storedOriginalAt(event));
  to.timestamptz(event.sentAt);
  to.int4(encoded.siteId);
  to.int4(encoded.nameId);
  to.int4(encoded.pageId);
  to.int4(encoded.contextId);
  to.int2(row.type);
  to.jsonb(row.properties);
  to.jsonb(row.extra);
}

function writeProfile(
  to: WireWriter,
  { profileId, version, resting, tags, nameIds }: KnownSave,
  updatedAt: number,
): void {
  const { size, capacity, whole, weights } = tags;
  const { numbers } = resting;
  const { rates, counts, countFirstAt, countLastAt, dayCounts } = restingLists(resting);
  to.int8(profileId);
  to.int4(version);
  to.int8(numbers[0]);
  to.int4(numbers[1]);
  to.timestamptz(restingTime(resting, 'first'));
  to.timestamptz(restingTime(resting, 'last'));
  to.timestamptz(updatedAt);
  to.int4Array(whole, 0, size);
  to.int4Array(whole, 2 * capacity, size);
  to.float4Array(weights, 0, size);
  to.float4Array(weights, capacity, size);
  to.float4Array(numbers, rates.from, rates.length);
  to.int4Array(nameIds);
  for (const { from, length } of [counts, countFirstAt, countLastAt]) to.int8Array(numbers, from, length);
  to.jsonb(resting.traits);
  to.jsonb(resting.state);
  to.int4Array(numbers, dayCounts.from, dayCounts.length);
}

function writeSessions(to: WireWriter, sessions: readonly SessionSum[]): void {
  const whole = (pick: (session: SessionSum) => number): void => to.int4Array(sessions.map(pick));
  to.array(int8, sessions, ({ sessionKey }) => to.int8(sessionKey));
  whole(({ siteId }) => siteId);
  to.array(int8, sessions, ({ deviceKey }) => to.int8(deviceKey));
  to.array(int8, sessions, ({ userKey }) => to.int8(userKey));
  to.array(text, sessions, ({ sessionId }) => to.text(sessionId));
  to.array(timestamptz, sessions, ({ firstAt }) => to.timestamptz(firstAt));
  to.array(timestamptz, sessions, ({ lastAt }) => to.timestamptz(lastAt));
  whole(({ events }) => events);
  whole(({ pageViews }) => pageViews);
  whole(({ searches }) => searches);
  whole(({ orders }) => orders);
  to.array(int8, sessions, ({ visibleMs }) => to.int8(visibleMs));
  to.array(text, sessions, ({ landing }) =>
    to.text(landing === undefined ? undefined : JSON.stringify(landing)),
  );
}

function writeCheck(batch: PipelineBatch, profiles: readonly KnownSave[]): void {
  const ids = profiles.map(({ profileId }) => profileId);
  const memberships = profiles.flatMap(({ membership }) => membership ?? []);
  if (memberships.length < profiles.length) {
    batch.execute(checkProfiles, (to) => {
      to.int8(ids.length);
      to.array(int8, ids, to.int8);
    });
    return;
  }
  batch.execute(checkMemberships, (to) => {
    to.int8(ids.length);
    to.array(int8, ids, to.int8);
    to.array(timestamptz, memberships, ({ dueAt }) => to.timestamptz(dueAt));
    to.array(text, memberships, ({ segmentIds }) => to.text(arrayText(segmentIds)));
  });
}

/** The text of a Postgres array in ascending order, as `ARRAY(… ORDER BY …)::text` has it. */
function arrayText(ids: readonly number[]): string {
  return `{${[...ids].sort((a, b) => a - b).join(',')}}`;
}
