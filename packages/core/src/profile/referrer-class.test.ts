import { expect, it } from 'vitest';
import { type Arrival, referrerClass } from './referrer-class.ts';

it.each<[Arrival, string]>([
  [{}, 'direct'],
  [{ hasClickId: true, referrer: 'www.google.com' }, 'paid'],
  [{ source: 'google', medium: 'cpc' }, 'paid'],
  [{ source: 'facebook', medium: 'paid_social' }, 'paid'],
  [{ source: 'letter', medium: 'email' }, 'mail'],
  [{ source: 'newsletter' }, 'mail'],
  [{ referrer: 'outlook.live.com' }, 'mail'],
  [{ referrer: 'www.google.co.uk' }, 'search'],
  [{ referrer: 'duckduckgo.com' }, 'search'],
  [{ referrer: 'www.baidu.com' }, 'search'],
  [{ source: 'google', medium: 'organic' }, 'search'],
  [{ referrer: 'l.facebook.com' }, 'social'],
  [{ referrer: 't.co' }, 'social'],
  [{ source: 'instagram' }, 'social'],
  [{ referrer: 'mastodon.social' }, 'social'],
  [{ referrer: 'shop.example', host: 'shop.example' }, 'internal'],
  [{ referrer: 'news.example', host: 'shop.example' }, 'link'],
  [{ source: 'partner' }, 'link'],
  [{ referrer: 'notgoogle.example' }, 'link'],
  [{ referrer: 'x.shop.example' }, 'link'],
])('takes %j for %s', (arrival, kind) => {
  expect(referrerClass(arrival)).toBe(kind);
});
