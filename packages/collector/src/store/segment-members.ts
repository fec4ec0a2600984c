import type { Statements } from './connect.ts';

/** A member of a segment with the ids that lead to it. */
export interface SegmentMember {
  readonly profileId: string;
  readonly userIds: readonly string[];
  readonly anonymousIds: readonly string[];
  readonly enteredAt: Date;
}

/** The next members of a segment in the order of their profile ids; `undefined` when there is no such segment. */
export async function segmentMembers(
  sql: Statements,
  page: {
    /** Left out, of all sites. */
    readonly siteId?: number | undefined;
    readonly segment: string;
    readonly limit: number;
    /** The last profile id of the page before. */
    readonly after?: string | undefined;
  },
): Promise<readonly SegmentMember[] | undefined> {
  const [segment] = await sql<{ segment_id: number }[]>`
    SELECT segment_id FROM likeness.segments WHERE name = ${page.segment} AND retired_at IS NULL`;
  if (segment === undefined) return undefined;
  return await sql<SegmentMember[]>`
    SELECT m.profile_id AS "profileId", m.entered_at AS "enteredAt",
      ARRAY(
        SELECT i.value FROM likeness.identities i
        WHERE i.profile_id = m.profile_id AND i.kind = 'user' ORDER BY i.first_seen_at, i.value
      ) AS "userIds",
      ARRAY(
        SELECT i.value FROM likeness.identities i
        WHERE i.profile_id = m.profile_id AND i.kind = 'anonymous' ORDER BY i.first_seen_at, i.value
      ) AS "anonymousIds"
    FROM likeness.segment_members m
    WHERE m.segment_id = ${segment.segment_id} AND m.left_at IS NULL
      ${page.siteId === undefined ? sql`` : sql`AND m.site_id = ${page.siteId}`}
      ${page.after === undefined ? sql`` : sql`AND m.profile_id > ${page.after}`}
    ORDER BY m.profile_id LIMIT ${page.limit}`;
}
