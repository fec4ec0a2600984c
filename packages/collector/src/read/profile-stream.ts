import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Activity, Feed, LiveFeed } from '../live/live-feed.ts';
import { createWakeUp } from '../live/wake-up.ts';
import { type FoundProfile, parseProfileRef } from '../store/find-profile.ts';
import type { MembershipChange } from '../store/membership-store.ts';
import type { ActivityView } from '../store/recent-activity.ts';
import { viewActivity } from './activity-view.ts';
import type { ProfileView } from './profile-view.ts';

/** What one stream shows and where it reads. */
export interface ProfileStream<Found extends FoundProfile = FoundProfile> {
  readonly feed: LiveFeed;
  readonly segmentFeed: Feed<MembershipChange>;
  readonly siteId: number;
  /** The id that was asked for; a profile need not exist under it yet. */
  readonly id: string;
  readonly find: () => Promise<Found | undefined>;
  readonly recent: (profileId: string) => Promise<readonly ActivityView[]>;
  readonly view: (found: Found | undefined) => ProfileView;
}

/** A comment keeps proxies from closing a stream on which nothing happens; ms. */
const keepAliveMs = 15_000;
/** Events kept for a watcher that reads slowly; beyond it the oldest go, and the profile itself stays right. */
const pendingLimit = 200;

/**
 * Streams one profile as server-sent events: `profile` and `activity` at once, and again after every transaction that
 * touched it; `segments` (`[{name, change, at}]`) when it entered or left some.
 */
export function streamProfile<Found extends FoundProfile>(
  c: Context,
  stream: ProfileStream<Found>,
): Response {
  c.header('X-Accel-Buffering', 'no');
  return streamSSE(c, async (sse) => {
    const wake = createWakeUp();
    let pending: Activity[] = [];
    let changes: MembershipChange[] = [];
    let profileId: string | undefined;
    const { kinds, value } = parseProfileRef(stream.id);
    const isMine = ({ siteId, profileId: touched, event }: Activity): boolean =>
      siteId === stream.siteId &&
      (touched === profileId ||
        (kinds.includes('anonymous') && event.anonymousId === value) ||
        (kinds.includes('user') && event.userId === value));
    const unsubscribeSegments = stream.segmentFeed.subscribe((changed) => {
      // Before the first event of a new visitor it is not known which profile will be theirs.
      const maybeMine = changed.filter(
        (change) => change.siteId === stream.siteId && (profileId ?? change.profileId) === change.profileId,
      );
      if (maybeMine.length === 0) return;
      changes = [...changes, ...maybeMine].slice(-pendingLimit);
      if (profileId !== undefined) wake.ring();
    });
    const unsubscribeEvents = stream.feed.subscribe((activities) => {
      const mine = activities.filter(isMine);
      if (mine.length === 0) return;
      pending = [...pending, ...mine].slice(-pendingLimit);
      wake.ring();
    });
    const unsubscribe = (): void => {
      unsubscribeEvents();
      unsubscribeSegments();
    };
    sse.onAbort(() => {
      unsubscribe();
      wake.ring();
    });
    try {
      let found = await stream.find();
      profileId = found?.profileId;
      await sse.writeSSE({ event: 'profile', data: JSON.stringify(stream.view(found)) });
      const recent = profileId === undefined ? [] : await stream.recent(profileId);
      await sse.writeSSE({ event: 'activity', data: JSON.stringify(recent) });
      while (!sse.aborted) {
        if (pending.length === 0 && (changes.length === 0 || profileId === undefined)) {
          if ((await wake.wait(keepAliveMs)) === 'timeout') await sse.write(': still here\n\n');
          continue;
        }
        const activities = pending;
        pending = [];
        found = await stream.find();
        profileId = found?.profileId;
        const changed = changes.filter((change) => change.profileId === profileId);
        changes = [];
        if (activities.length > 0) {
          await sse.writeSSE({ event: 'activity', data: JSON.stringify(activities.map(viewActivity)) });
        }
        if (changed.length > 0) {
          await sse.writeSSE({ event: 'segments', data: JSON.stringify(changed.map(viewChange)) });
        }
        await sse.writeSSE({ event: 'profile', data: JSON.stringify(stream.view(found)) });
      }
    } finally {
      unsubscribe();
    }
  });
}

function viewChange({ segment, change, at }: MembershipChange): object {
  return { name: segment, change, at: new Date(at).toISOString() };
}
