import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Activity, LiveFeed } from '../live/live-feed.ts';
import { type FoundProfile, parseProfileRef } from '../store/find-profile.ts';
import type { ActivityView } from '../store/recent-activity.ts';
import { viewActivity } from './activity-view.ts';
import type { ProfileView } from './profile-view.ts';
import { createWakeUp } from './wake-up.ts';

/** What one stream shows and where it reads. */
export interface ProfileStream {
  readonly feed: LiveFeed;
  readonly siteId: number;
  /** The id that was asked for; a profile need not exist under it yet. */
  readonly id: string;
  readonly find: () => Promise<FoundProfile | undefined>;
  readonly recent: (profileId: string) => Promise<readonly ActivityView[]>;
  readonly view: (found: FoundProfile | undefined) => ProfileView;
}

/** A comment keeps proxies from closing a stream on which nothing happens; ms. */
const keepAliveMs = 15_000;
/** Events kept for a watcher that reads slowly; beyond it the oldest go, and the profile itself stays right. */
const pendingLimit = 200;

/**
 * Streams one profile as server-sent events: `profile` and `activity` at once, and again after every transaction that
 * touched it.
 */
export function streamProfile(c: Context, stream: ProfileStream): Response {
  c.header('X-Accel-Buffering', 'no');
  return streamSSE(c, async (sse) => {
    const wake = createWakeUp();
    let pending: Activity[] = [];
    let profileId: string | undefined;
    const { kinds, value } = parseProfileRef(stream.id);
    const isMine = ({ siteId, profileId: touched, event }: Activity): boolean =>
      siteId === stream.siteId &&
      (touched === profileId ||
        (kinds.includes('anonymous') && event.anonymousId === value) ||
        (kinds.includes('user') && event.userId === value));
    const unsubscribe = stream.feed.subscribe((activities) => {
      const mine = activities.filter(isMine);
      if (mine.length === 0) return;
      pending = [...pending, ...mine].slice(-pendingLimit);
      wake.ring();
    });
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
        if (pending.length === 0) {
          if ((await wake.wait(keepAliveMs)) === 'timeout') await sse.write(': still here\n\n');
          continue;
        }
        const activities = pending;
        pending = [];
        found = await stream.find();
        profileId = found?.profileId;
        await sse.writeSSE({ event: 'activity', data: JSON.stringify(activities.map(viewActivity)) });
        await sse.writeSSE({ event: 'profile', data: JSON.stringify(stream.view(found)) });
      }
    } finally {
      unsubscribe();
    }
  });
}
