import { expect, it } from 'vitest';
import { emptyEngagement, foldEngagement, mergeEngagement, readEngagement } from './engagement.ts';
import { eventOf, trackOf } from './event.fixture.ts';

const page = (context = {}) => eventOf({ type: 'page', properties: {} }, { context });

it('counts visits, pages, visible time and depth', () => {
  const engagement = { ...emptyEngagement() };
  for (const event of [
    page({ sessionStart: true, sessionPage: 1 }),
    page({ sessionPage: 2 }),
    page({ sessionPage: 3 }),
    page({ sessionStart: true, sessionPage: 1 }),
    trackOf('Page Left', { visibleMs: 6_000, depth: 0.2 }),
    trackOf('Page Scrolled', { depth: 0.5 }),
    trackOf('Page Scrolled', { depth: 1 }),
  ]) {
    foldEngagement(engagement, event);
  }
  expect(engagement).toEqual({
    visits: 2,
    pageViews: 4,
    numberedVisits: 2,
    secondPages: 1,
    visibleMs: 6_000,
    maxDepth: 1,
    scrolledPages: 2,
    depthPermille: 1_500,
  });
  expect(readEngagement(engagement)).toEqual({
    pagesPerVisit: 2,
    bounceRate: 0.5,
    visibleMsPerPage: 1_500,
    meanDepth: 0.75,
  });
});

it('knows no ratio without evidence', () => {
  expect(readEngagement(emptyEngagement())).toEqual({});
});

it('takes no nonsense: negative time, a day that was two, depth beyond the end', () => {
  const engagement = { ...emptyEngagement() };
  foldEngagement(engagement, trackOf('Page Left', { visibleMs: -5, depth: -1 }));
  expect(engagement).toEqual(emptyEngagement());
  foldEngagement(engagement, trackOf('Page Left', { visibleMs: 2 * 86_400_000, depth: 7 }));
  expect(engagement).toMatchObject({ visibleMs: 86_400_000, maxDepth: 1 });
});

it('adds two parts and keeps the deeper scroll', () => {
  const engagement = { ...emptyEngagement(), visits: 1, maxDepth: 0.4 };
  mergeEngagement(engagement, { ...emptyEngagement(), visits: 2, maxDepth: 0.3, scrolledPages: 1 });
  expect(engagement).toMatchObject({ visits: 3, maxDepth: 0.4, scrolledPages: 1 });
});
