import { expect, it } from 'vitest';
import { createSiteGuess } from './site-guess.ts';

const headers = (given: Readonly<Record<string, string>>) => (name: string) => given[name];

it('knows a site again by the origin of its pages and by the authorization of its servers', () => {
  const site = createSiteGuess();
  const page = headers({ origin: 'https://shop.example' });
  const server = headers({ authorization: 'Basic d2tfYTo=' });
  expect(site.guess(page)).toBe(0);
  site.learn(page, 7);
  site.learn(server, 8);
  expect(site.guess(page)).toBe(7);
  expect(site.guess(server)).toBe(8);
  expect(site.guess(headers({}))).toBe(0);
});

it('guesses nothing for an origin that sends for two sites', () => {
  const site = createSiteGuess();
  const page = headers({ origin: 'https://shop.example' });
  for (const siteId of [7, 8, 8]) site.learn(page, siteId);
  expect(site.guess(page)).toBe(0);
});
