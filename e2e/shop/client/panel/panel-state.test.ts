import { describe, expect, it } from 'vitest';
import { addActivities, addChanges, type PanelState, panelSegments } from './panel-state.ts';
import type { Activity, ProfileMessage } from './profile-message.ts';

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

describe('panelSegments', () => {
  const at = '2026-11-22T10:00:00.000Z';
  const now = Date.parse(at) + 1_000;
  const profile: ProfileMessage = {
    ids: [],
    events: 1,
    counts: [],
    tags: [],
    traits: [],
    value: [],
    engagement: { visits: 1 },
    segments: [
      { name: 'new', description: 'First seen lately.' },
      { name: 'loyal', description: '' },
    ],
  };

  it('tells what was just entered and just left from what was there', () => {
    const entered = addChanges({ ...empty, profile }, [
      { name: 'new', change: 'entered', at },
      { name: 'lapsed', change: 'left', at },
    ]);
    expect(panelSegments(entered, now).map(({ name, state }) => [name, state])).toEqual([
      ['new', 'entered'],
      ['loyal', 'in'],
      ['lapsed', 'left'],
    ]);
  });

  it('forgets news after two minutes, and keeps the last change of each segment', () => {
    const changed = addChanges(
      addChanges({ ...empty, profile }, [{ name: 'lapsed', change: 'entered', at }]),
      [{ name: 'lapsed', change: 'left', at }],
    );
    expect(panelSegments(changed, now).at(-1)).toMatchObject({ name: 'lapsed', state: 'left' });
    expect(panelSegments(changed, now + 120_000).map(({ state }) => state)).toEqual(['in', 'in']);
  });

  it('knows a state that an older page kept', () => {
    expect(panelSegments({ profile: null, activities: [] }, now)).toEqual([]);
  });
});
