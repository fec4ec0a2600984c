import type { Likeness } from './likeness.ts';
import type { LikenessOptions } from './options.ts';
import { createTracker } from './tracker.ts';

export type { Likeness, Properties, Purposes, TrackOptions } from './likeness.ts';
export type { CaptureName, LikenessOptions } from './options.ts';

/** Starts the SDK in a page. */
export function createLikeness(options: LikenessOptions): Likeness {
  return createTracker(options, () => import('./later.ts'));
}
