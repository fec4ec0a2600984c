import type { LikenessEvent } from '../event/event.ts';
import { clickThroughOf } from './click-through.ts';
import type { Draft } from './draft.ts';
import { type EngagementSlice, emptyEngagement, foldEngagement } from './engagement.ts';
import { explainChoice, explainSum, type ProfileExplanation, unknown } from './explain.ts';
import { foldWebVitals, vitalQuantile, type WebVital, type WebVitalSlice } from './web-vitals.ts';

/** What of a user's attention is meant. */
export type AttentionReading =
  | 'visits'
  | 'page-views'
  | 'visible-minutes'
  | 'max-depth'
  | 'mean-depth'
  | 'pages-per-visit'
  | 'bounce-rate'
  | 'minutes-per-page';

const minuteMs = 60_000;

/** Explains attention: visits, pages, time, scrolling and their ratios; a ratio without evidence is unknown. */
export function explainAttention(
  events: readonly LikenessEvent[],
  read: AttentionReading,
): ProfileExplanation {
  const all: Draft<EngagementSlice> = emptyEngagement();
  for (const event of events) foldEngagement(all, event);
  const sum = (formula: string, amountOf: (own: EngagementSlice) => number): ProfileExplanation =>
    explainSum(events, formula, (event) => amountOf(engagementOf(event)) || undefined);
  const ratio = (
    formula: string,
    amountOf: (own: EngagementSlice) => number,
    by: number,
  ): ProfileExplanation => (by === 0 ? unknown(formula) : sum(formula, (own) => amountOf(own) / by));
  switch (read) {
    case 'visits':
      return sum('number of sessions begun', (own) => own.visits);
    case 'page-views':
      return sum('number of pages and screens', (own) => own.pageViews);
    case 'visible-minutes':
      return sum('sum of the time that pages were visible', (own) => own.visibleMs / minuteMs);
    case 'max-depth': {
      const deepest = events.find((event) => engagementOf(event).maxDepth === all.maxDepth);
      const chosen = deepest === undefined ? undefined : { event: deepest, value: all.maxDepth };
      return all.maxDepth === 0
        ? { ...unknown('deepest scroll'), value: 0 }
        : explainChoice(events, 'deepest scroll', chosen);
    }
    case 'mean-depth':
      return ratio('mean depth of scrolls', (own) => own.depthPermille / 1_000, all.scrolledPages);
    case 'pages-per-visit':
      return ratio('pages / visits', (own) => own.pageViews, all.visits);
    case 'minutes-per-page':
      return ratio(
        'visible time / pages',
        (own) => own.visibleMs / minuteMs,
        all.visibleMs > 0 ? all.pageViews : 0,
      );
    case 'bounce-rate': {
      const second = Math.max(all.secondPages, all.numberedVisits);
      return ratio(
        '1 − visits with a second page / visits',
        // A second page without its first (the first came before we listened) may not take more than there is.
        (own) => own.numberedVisits - (own.secondPages * all.numberedVisits) / (second || 1),
        all.numberedVisits,
      );
    }
  }
}

/** Explains the click-through rate, overall or of one placement; unknown without an impression. */
export function explainClickThrough(
  events: readonly LikenessEvent[],
  placement?: string,
): ProfileExplanation {
  const acts = events.map((event) => {
    const act = clickThroughOf(event);
    return placement === undefined || act?.placement === placement ? act : undefined;
  });
  const impressions = acts.reduce((sum, act) => sum + (act?.impressions ?? 0), 0);
  const clicked = acts.reduce((sum, act) => sum + (act?.clicks ?? 0), 0);
  if (impressions === 0) return unknown('clicks / impressions');
  // A page may be clicked on more often than it was shown; each click then gives less.
  const most = Math.max(impressions, clicked);
  return explainSum(events, 'clicks / impressions', (_, i) => {
    const clicks = acts[i]?.clicks ?? 0;
    return clicks === 0 ? undefined : clicks / most;
  });
}

/** Explains what three of four page views do not exceed: the latest measurement of that size gives it. */
export function explainWebVital(events: readonly LikenessEvent[], vital: WebVital): ProfileExplanation {
  const all: Draft<WebVitalSlice> = {};
  for (const event of events) foldWebVitals(all, event);
  const value = vitalQuantile(all, vital, 0.75);
  const formula = 'three of four page views do not exceed it (to 5 %)';
  const measured = events.findLast((event) => {
    const own: Draft<WebVitalSlice> = {};
    foldWebVitals(own, event);
    return value !== undefined && vitalQuantile(own, vital, 0.75) === value;
  });
  return measured === undefined || value === undefined
    ? unknown(formula)
    : explainChoice(events, formula, { event: measured, value });
}

/** What one event alone would fold to. */
function engagementOf(event: LikenessEvent): EngagementSlice {
  const own: Draft<EngagementSlice> = emptyEngagement();
  foldEngagement(own, event);
  return own;
}
