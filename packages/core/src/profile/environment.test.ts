import { expect, it } from 'vitest';
import type { Draft } from './draft.ts';
import { type EnvironmentSlice, foldEnvironment, mergeEnvironment } from './environment.ts';
import { eventOf } from './event.fixture.ts';
import { compileRules } from './fold-rules.ts';

const rules = compileRules();

const seen = (slice: Draft<EnvironmentSlice>, at: number, context: Parameters<typeof eventOf>[1]) =>
  foldEnvironment(slice, eventOf({ type: 'page', properties: {} }, { ...context, at }), rules);

it('keeps the newest statement of each fact by itself', () => {
  const slice: Draft<EnvironmentSlice> = {};
  seen(slice, 2, { context: { locale: 'de-AT', timezone: 'Europe/Vienna' } });
  seen(slice, 1, { context: { locale: 'en', userAgent: 'Mozilla/5.0 (iPhone)' } });
  expect(slice).toEqual({
    device: ['mobile', 1],
    language: ['de-AT', 2],
    timeZone: ['Europe/Vienna', 2],
    region: ['Europe', 2],
  });
});

it('prefers the region of a header to the area of the time zone', () => {
  const slice: Draft<EnvironmentSlice> = {};
  seen(slice, 1, { context: { timezone: 'Europe/Vienna', location: { country: 'AT', region: '9' } } });
  expect(slice.region).toEqual(['AT-9', 1]);
  seen(slice, 2, { context: { location: { country: 'DE' } } });
  expect(slice.region).toEqual(['DE', 2]);
});

it('knows no region of a time zone that lies nowhere', () => {
  const slice: Draft<EnvironmentSlice> = {};
  seen(slice, 1, { context: { timezone: 'Etc/UTC' } });
  expect(slice).toEqual({ timeZone: ['Etc/UTC', 1] });
});

it('keeps no address', () => {
  const slice: Draft<EnvironmentSlice> = {};
  seen(slice, 1, { context: { ip: '203.0.113.9', userAgent: 'curl/8' } });
  expect(slice).toEqual({});
});

it('breaks ties of time on the value, so that merging commutes', () => {
  const a: Draft<EnvironmentSlice> = { language: ['de', 1] };
  const b: Draft<EnvironmentSlice> = { language: ['en', 1] };
  mergeEnvironment(a, { language: ['en', 1] });
  mergeEnvironment(b, { language: ['de', 1] });
  expect(a).toEqual(b);
});
