import type { Statements } from '../store/connect.ts';
import { findProfileId } from '../store/find-profile.ts';
import {
  countPerson,
  deletePerson,
  findPerson,
  type Person,
  type PersonCounts,
  recordErasure,
} from '../store/person-store.ts';
import type { Placement } from '../store/placement.ts';
import type { ApplyDeps } from './apply-batch.ts';
import { retryConflicts } from './retry-conflicts.ts';

/** Who to erase. */
export interface ErasureRequest {
  readonly siteId: number;
  /** A user id, an anonymous id or a profile id; `user_id:x` and `anonymous_id:x` name the kind. */
  readonly id: string;
  /** `http` or `command line`. */
  readonly askedBy: string;
}

/** What was, or would be, erased. */
export interface Erased {
  readonly profileId: string;
  /** Rows by table. */
  readonly counts: PersonCounts;
}

/**
 * Erases a person in one transaction: events, profile, ids, sessions, memberships, deliveries, edges, quarantine and all
 * that jobs computed. Answers `undefined` when nobody has the id.
 *
 * The short way of every process notices: its update of the profile finds no row, or one with another version. An event
 * that waits for these locks makes a new profile, which knows nothing of the old one.
 */
export async function erasePerson(
  deps: Pick<ApplyDeps, 'sql' | 'now' | 'placement'>,
  request: ErasureRequest,
): Promise<Erased | undefined> {
  return await retryConflicts(() =>
    deps.sql.begin(async (sql) => {
      const person = await lockPerson(sql, deps.placement, request);
      if (person === undefined) return undefined;
      const counts = await deletePerson(sql, person);
      const { siteId, askedBy } = request;
      await recordErasure(sql, { siteId, askedBy, counts, now: deps.now() });
      return { profileId: person.profileId, counts };
    }),
  );
}

/** What {@link erasePerson} would erase. */
export async function previewErasure(
  sql: Statements,
  { siteId, id }: Pick<ErasureRequest, 'siteId' | 'id'>,
): Promise<Erased | undefined> {
  const profileId = await findProfileId(sql, siteId, id);
  if (profileId === undefined) return undefined;
  const person = await findPerson(sql, { siteId, profileId });
  return { profileId, counts: await countPerson(sql, person) };
}

/** Between finding a profile and locking its ids it may have been merged into another: then that one is meant. */
async function lockPerson(
  sql: Statements,
  placement: Placement,
  { siteId, id }: Pick<ErasureRequest, 'siteId' | 'id'>,
): Promise<Person | undefined> {
  for (;;) {
    const profileId = await findProfileId(sql, siteId, id);
    if (profileId === undefined) return undefined;
    const person = await findPerson(sql, { siteId, profileId, lock: placement });
    if ((await findProfileId(sql, siteId, id)) === profileId) return person;
  }
}
