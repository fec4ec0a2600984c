import type { EventType } from '@likeness/core';

/** The endpoints of the Segment HTTP tracking API by path, each with the type that its path names. */
export const ingestPaths: Readonly<Record<string, EventType | undefined>> = {
  batch: undefined,
  b: undefined,
  track: 'track',
  t: 'track',
  identify: 'identify',
  i: 'identify',
  page: 'page',
  p: 'page',
  screen: 'screen',
  s: 'screen',
  group: 'group',
  g: 'group',
  alias: 'alias',
  a: 'alias',
};
