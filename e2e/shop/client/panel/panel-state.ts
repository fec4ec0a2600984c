import type { Activity, ProfileMessage, SegmentChange } from './profile-message.ts';

/** What the panel shows. */
export interface PanelState {
  readonly profile: ProfileMessage | null;
  /** Oldest first. */
  readonly activities: readonly Activity[];
  /** What was entered and left lately, latest last; of each segment the last change. */
  readonly changes?: readonly SegmentChange[];
}

/** A segment as the panel shows it. */
export interface PanelSegment {
  readonly name: string;
  readonly description: string;
  readonly state: 'in' | 'entered' | 'left';
}

const keptActivities = 30;
const keptChanges = 8;
/** How long a change counts as news. */
const newsMs = 120_000;
const storageKey = 'pottering.panel';

/**
 * Adds new events, each once, oldest first, and forgets the oldest. What came live is kept when the same event comes
 * again from the store, which does not repeat the page's fields.
 */
export function addActivities(state: PanelState, added: readonly Activity[]): PanelState {
  const byId = new Map([...added, ...state.activities].map((activity) => [activity.eventId, activity]));
  const activities = [...byId.values()]
    .toSorted((a, b) => (a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : 0))
    .slice(-keptActivities);
  return { ...state, activities };
}

/** Adds changes of segments; of each segment the last one counts. */
export function addChanges(state: PanelState, added: readonly SegmentChange[]): PanelState {
  const names = new Set(added.map(({ name }) => name));
  const kept = (state.changes ?? []).filter(({ name }) => !names.has(name));
  return { ...state, changes: [...kept, ...added].slice(-keptChanges) };
}

/** The segments that the visitor is in, and those that they left a moment ago. */
export function panelSegments({ profile, changes = [] }: PanelState, now: number): readonly PanelSegment[] {
  const news = new Map(
    changes.filter(({ at }) => now - Date.parse(at) < newsMs).map(({ name, change }) => [name, change]),
  );
  const current = profile?.segments ?? [];
  const left = [...news.keys()].filter(
    (name) => news.get(name) === 'left' && !current.some((segment) => segment.name === name),
  );
  return [
    ...current.map(({ name, description }) => {
      const state: PanelSegment['state'] = news.get(name) === 'entered' ? 'entered' : 'in';
      return { name, description, state };
    }),
    ...left.map((name) => ({ name, description: '', state: 'left' as const })),
  ];
}

/** What the panel showed on the page before, for the same visitor, so that a new page starts with it and not empty. */
export function recallPanel(visitor: string): PanelState {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? 'null');
    if (
      typeof kept === 'object' &&
      kept !== null &&
      'visitor' in kept &&
      kept.visitor === visitor &&
      'state' in kept
    ) {
      // keepPanel wrote it, in this tab, for this visitor.
      return kept.state as PanelState;
    }
  } catch {
    // Storage may be forbidden or hold something else; then the panel starts empty, as on a first page.
  }
  return { profile: null, activities: [] };
}

/** Keeps the state for the next page. */
export function keepPanel(visitor: string, state: PanelState): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify({ visitor, state }));
  } catch {
    // A full or forbidden storage costs only the head start of the next page.
  }
}
