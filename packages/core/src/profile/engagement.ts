import type { LikenessEvent } from '../event/event.ts';
import { semanticEvents } from '../event/semantic-events.ts';
import type { Draft } from './draft.ts';

/** How much attention was given; whole numbers but for `maxDepth`, so sums are exact in any order. */
export interface EngagementSlice {
  /** Sessions begun: events whose sender marked `context.sessionStart`. */
  readonly visits: number;
  /** Pages and screens seen. */
  readonly pageViews: number;
  /**
   * Visits whose sender numbers its page views (`context.sessionPage`, from 1), and those of them that came to a
   * second page. Only the sender knows the order in which pages were seen.
   */
  readonly numberedVisits: number;
  readonly secondPages: number;
  /** Time that pages were visible, ms: the sum of *Page Left*'s `visibleMs`, each at most one day. */
  readonly visibleMs: number;
  /** Deepest scroll of any page, 0–1. */
  readonly maxDepth: number;
  /** *Page Scrolled* events, and the sum of their depths in thousandths of the page. */
  readonly scrolledPages: number;
  readonly depthPermille: number;
}

const longestMs = 86_400_000;

/** Nobody paid attention yet. */
export function emptyEngagement(): EngagementSlice {
  return {
    visits: 0,
    pageViews: 0,
    numberedVisits: 0,
    secondPages: 0,
    visibleMs: 0,
    maxDepth: 0,
    scrolledPages: 0,
    depthPermille: 0,
  };
}

/** Folds one event. */
export function foldEngagement(engagement: Draft<EngagementSlice>, event: LikenessEvent): void {
  const { context } = event;
  if (context.sessionStart === true) engagement.visits++;
  if (event.type === 'page' || event.type === 'screen') {
    engagement.pageViews++;
    if (context.sessionPage === 1) engagement.numberedVisits++;
    if (context.sessionPage === 2) engagement.secondPages++;
    return;
  }
  if (event.type !== 'track') return;
  if (event.event === semanticEvents.pageLeft) {
    const visibleMs = event.properties.visibleMs;
    if (typeof visibleMs === 'number' && visibleMs > 0) {
      engagement.visibleMs += Math.round(Math.min(visibleMs, longestMs));
    }
  } else if (event.event !== semanticEvents.pageScrolled) return;
  const depth = event.properties.depth;
  if (typeof depth !== 'number' || !(depth >= 0)) return;
  const bounded = Math.min(1, depth);
  engagement.maxDepth = Math.max(engagement.maxDepth, bounded);
  if (event.event === semanticEvents.pageScrolled) {
    engagement.scrolledPages++;
    engagement.depthPermille += Math.round(bounded * 1_000);
  }
}

/** Merges `from` into `into`. */
export function mergeEngagement(into: Draft<EngagementSlice>, from: EngagementSlice): void {
  into.visits += from.visits;
  into.pageViews += from.pageViews;
  into.numberedVisits += from.numberedVisits;
  into.secondPages += from.secondPages;
  into.visibleMs += from.visibleMs;
  into.maxDepth = Math.max(into.maxDepth, from.maxDepth);
  into.scrolledPages += from.scrolledPages;
  into.depthPermille += from.depthPermille;
}

/** Engagement as it is read; what there is no evidence for is absent, never 0. */
export interface EngagementReading {
  readonly pagesPerVisit?: number;
  /** Share of visits that ended with their first page, 0–1; only of senders that number page views. */
  readonly bounceRate?: number;
  readonly visibleMsPerPage?: number;
  /** Mean depth of scrolled pages, 0–1. */
  readonly meanDepth?: number;
}

/** Reads the ratios of an engagement slice. */
export function readEngagement(engagement: EngagementSlice): EngagementReading {
  const { visits, pageViews, numberedVisits, visibleMs, scrolledPages } = engagement;
  return {
    ...(visits > 0 ? { pagesPerVisit: pageViews / visits } : {}),
    ...(numberedVisits > 0 ? { bounceRate: Math.max(0, 1 - engagement.secondPages / numberedVisits) } : {}),
    ...(pageViews > 0 && visibleMs > 0 ? { visibleMsPerPage: visibleMs / pageViews } : {}),
    ...(scrolledPages > 0 ? { meanDepth: engagement.depthPermille / 1_000 / scrolledPages } : {}),
  };
}
