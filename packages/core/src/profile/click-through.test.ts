import { expect, it } from 'vitest';
import {
  type ClickThroughSlice,
  clickThroughRate,
  foldClickThrough,
  mergeClickThrough,
  placementLimit,
} from './click-through.ts';
import type { Draft } from './draft.ts';
import { trackOf } from './event.fixture.ts';

const empty = (): Draft<ClickThroughSlice> => ({ total: [0, 0], placements: {} });

it('counts impressions and clicks in all and by placement', () => {
  const slice = empty();
  for (let i = 0; i < 4; i++) foldClickThrough(slice, trackOf('Placement Viewed', { placement: 'hero' }));
  foldClickThrough(slice, trackOf('Placement Clicked', { placement: 'hero' }));
  foldClickThrough(slice, trackOf('Promotion Viewed', { position: 'footer', name: 'Sale' }));
  expect(slice).toEqual({ total: [5, 1], placements: { hero: [4, 1], footer: [1, 0] } });
  expect(clickThroughRate(slice.total)).toBe(0.2);
  expect(clickThroughRate(slice.placements.hero ?? [0, 0])).toBe(0.25);
});

it('does not know a rate without an impression, and never answers more than 1', () => {
  expect(clickThroughRate([0, 3])).toBeUndefined();
  expect(clickThroughRate([1, 2])).toBe(1);
});

it('counts what names no placement in the total alone', () => {
  const slice = empty();
  foldClickThrough(slice, trackOf('Placement Viewed', {}));
  expect(slice).toEqual({ total: [1, 0], placements: {} });
});

it('adds two parts, and keeps the total of placements that the bound pushed out', () => {
  const slice = empty();
  let dropped = 0;
  for (let i = 0; i <= placementLimit; i++) {
    dropped += foldClickThrough(slice, trackOf('Placement Viewed', { placement: `p${i}` }));
  }
  expect(dropped).toBe(1);
  mergeClickThrough(slice, { total: [2, 1], placements: { p0: [2, 1] } });
  expect(slice.total).toEqual([placementLimit + 3, 1]);
  expect(slice.placements.p0).toEqual([3, 1]);
});
