import type { MembershipChange, MembershipCheck } from './membership-store.ts';
import type { PipelineBatch, WireStatement } from './wire/pipeline.ts';
import { typeOids } from './wire/wire-writer.ts';

const { int4, int8, timestamptz } = typeOids;

const enter: WireStatement = {
  name: 'likeness_enter_segment',
  text: `INSERT INTO likeness.segment_members (profile_id, segment_id, site_id, entered_at, entered_by)
    VALUES ($1, $2, $3, $4, 'event')`,
  parameters: [int8, int4, int4, timestamptz],
};

const leave: WireStatement = {
  name: 'likeness_leave_segment',
  text: `UPDATE likeness.segment_members SET left_at = $3, left_by = 'event'
    WHERE profile_id = $1 AND segment_id = $2 AND left_at IS NULL`,
  parameters: [int8, int4, timestamptz],
};

const lookAgain: WireStatement = {
  name: 'likeness_look_again',
  text: `INSERT INTO likeness.segment_checks (profile_id, due_at) VALUES ($1, $2)
    ON CONFLICT (profile_id) DO UPDATE SET due_at = EXCLUDED.due_at`,
  parameters: [int8, timestamptz],
};

const lookNoMore: WireStatement = {
  name: 'likeness_look_no_more',
  text: 'DELETE FROM likeness.segment_checks WHERE profile_id = $1',
  parameters: [int8],
};

/** What {@link writeMemberships} needs prepared. */
export const membershipStatements: readonly WireStatement[] = [enter, leave, lookAgain, lookNoMore];

/** Writes entries, exits and when to look again, as `saveMembershipChanges` and `saveMembershipChecks` do. */
export function writeMemberships(
  batch: PipelineBatch,
  changes: readonly MembershipChange[],
  checks: readonly MembershipCheck[],
): void {
  for (const { change, profileId, segmentId, siteId, at } of changes) {
    batch.execute(change === 'entered' ? enter : leave, (to) => {
      to.int8(profileId);
      to.int4(segmentId);
      if (change === 'entered') to.int4(siteId);
      to.timestamptz(at);
    });
  }
  for (const { profileId, dueAt } of checks) {
    batch.execute(dueAt === undefined ? lookNoMore : lookAgain, (to) => {
      to.int8(profileId);
      if (dueAt !== undefined) to.timestamptz(dueAt);
    });
  }
}
