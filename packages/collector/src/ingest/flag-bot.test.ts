import { expect, it } from 'vitest';
import { createFlagBot } from './flag-bot.ts';

const flag = createFlagBot();
const chrome =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

it.each([
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'curl/8.5.0',
  'python-requests/2.32',
  chrome.replace('Chrome/', 'HeadlessChrome/'),
])('marks what %s sent', (userAgent) => {
  expect(flag({ userAgent, locale: 'de' })).toEqual({ userAgent, locale: 'de', bot: true });
  expect(flag({ userAgent })).toEqual({ userAgent, bot: true });
});

it('leaves what a browser sent, and what names no sender, as it is', () => {
  const context = { userAgent: chrome };
  expect(flag(context)).toBe(context);
  const silent = { userAgent: 5 };
  expect(flag(silent)).toBe(silent);
});
