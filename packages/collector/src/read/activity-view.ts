import type { Activity } from '../live/live-feed.ts';
import type { ActivityView } from '../store/recent-activity.ts';

/** Shows an event that was just committed the way {@link ActivityView} shows stored ones. */
export function viewActivity({ event, profileId, receivedAt }: Activity): ActivityView {
  return {
    eventId: event.eventId,
    type: event.type,
    name: event.type === 'track' ? event.event : 'name' in event ? (event.name ?? null) : null,
    occurredAt: new Date(event.occurredAt).toISOString(),
    receivedAt: new Date(receivedAt).toISOString(),
    properties:
      event.type === 'identify' || event.type === 'group'
        ? event.traits
        : event.type === 'alias'
          ? {}
          : event.properties,
    profileId,
    user: event.userId ?? event.anonymousId ?? '',
  };
}
