import { describe, expect, it } from 'vitest';
import { addActivities, type PanelState } from './panel-state.ts';
import type { Activity } from './profile-message.ts';

const empty: PanelState = { profile: null, activities: [] };

function activity(eventId: string, second: number): Activity {
  const at = new Date(second * 1000).toISOString();
  return { eventId, type: 'track', name: 'X', occurredAt: at, receivedAt: at, properties: null };
}

describe('addActivities', () => {
  it('keeps each event once, oldest first, however it arrives', () => {
    const once = addActivities(empty, [activity('b', 2), activity('a', 1)]);
    const twice = addActivities(once, [activity('b', 2), activity('c', 3)]);
    expect(twice.activities.map(({ eventId }) => eventId)).toEqual(['a', 'b', 'c']);
  });

  it('keeps what came live when the store sends the same event with less', () => {
    const live = { ...activity('a', 1), properties: { title: 'Basket' } };
    expect(addActivities(addActivities(empty, [live]), [activity('a', 1)]).activities).toEqual([live]);
  });

  it('forgets the oldest', () => {
    const many = Array.from({ length: 80 }, (_, index) => activity(`e${index}`, index));
    const kept = addActivities(empty, many).activities;
    expect(kept.length).toBeLessThan(80);
    expect(kept.at(-1)?.eventId).toBe('e79');
  });
});
