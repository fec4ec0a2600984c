import type { Activity, ProfileMessage } from './profile-message.ts';

/** What the panel shows. */
export interface PanelState {
  readonly profile: ProfileMessage | null;
  /** Oldest first. */
  readonly activities: readonly Activity[];
}

const keptActivities = 30;
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
