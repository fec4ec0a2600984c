import type { LikenessEvent } from '../event/event.ts';
import { semanticEvents } from '../event/semantic-events.ts';
import type { Draft } from './draft.ts';

/** How much attention was given. */
export interface EngagementSlice {
  /** Sessions begun: events whose sender marked `context.sessionStart`. */
  readonly visits: number;
  /** Time that pages were visible, ms: the sum of *Page Left*'s `visibleMs`, each at most one day. */
  readonly visibleMs: number;
  /** Deepest scroll of any page, 0–1. */
  readonly maxDepth: number;
}

const longestMs = 86_400_000;

/** Folds one event. */
export function foldEngagement(engagement: Draft<EngagementSlice>, event: LikenessEvent): void {
  if (event.context.sessionStart === true) engagement.visits++;
  if (event.type !== 'track') return;
  if (event.event === semanticEvents.pageLeft) {
    const visibleMs = event.properties.visibleMs;
    if (typeof visibleMs === 'number' && visibleMs > 0) {
      engagement.visibleMs += Math.round(Math.min(visibleMs, longestMs));
    }
  }
  if (event.event === semanticEvents.pageLeft || event.event === semanticEvents.pageScrolled) {
    const depth = event.properties.depth;
    if (typeof depth === 'number' && depth > engagement.maxDepth) engagement.maxDepth = Math.min(1, depth);
  }
}

/** Merges `from` into `into`. */
export function mergeEngagement(into: Draft<EngagementSlice>, from: EngagementSlice): void {
  into.visits += from.visits;
  into.visibleMs += from.visibleMs;
  into.maxDepth = Math.max(into.maxDepth, from.maxDepth);
}
