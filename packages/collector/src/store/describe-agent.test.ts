import { expect, it } from 'vitest';
import { describeAgent } from './describe-agent.ts';

const describe = (userAgent: unknown) => describeAgent(JSON.stringify({ userAgent }));

it('names browser, system and kind of device', () => {
  expect(
    describe(
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1',
    ),
  ).toEqual({
    browser: 'Safari',
    browserVersion: '17.4',
    os: 'iOS',
    osVersion: '17.4',
    device: 'mobile',
    vendor: 'Apple',
    model: 'iPhone',
  });
  expect(
    describe(
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    ),
  ).toMatchObject({ browser: 'Chrome', browserVersion: '142.0.0.0', os: 'Windows', device: 'desktop' });
});

it('says nothing of what is no user agent', () => {
  for (const userAgent of [undefined, '', 7, 'my own program']) expect(describe(userAgent)).toBeUndefined();
  expect(describeAgent('[]')).toBeUndefined();
});
