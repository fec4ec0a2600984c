import type { LikenessStub } from './globals.ts';
import type { Likeness } from './likeness.ts';
import type { LikenessOptions } from './options.ts';
import type { Later } from './site.ts';
import { createTracker } from './tracker.ts';

// A classic script that runs at the top level has an element.
const { src, dataset } = document.currentScript as HTMLScriptElement;
const stub = window.likeness;
// A second copy of the script on the same page finds the first at work and leaves it alone.
if (!stub || stub.q) {
  const load = (): Promise<Later> => import(new URL('likeness-later.js', src).href);
  // Attributes are texts, and every option is a text or can be given as one.
  const options = { endpoint: new URL(src).origin, ...dataset } as unknown as LikenessOptions;
  const likeness: LikenessStub & Likeness = Object.assign(stub ?? {}, createTracker(options, load));
  window.likeness = likeness;
  for (const [method, parameters] of stub?.q ?? []) {
    // The page made these calls without types; the methods are written for that.
    (likeness[method] as (...parameters: readonly unknown[]) => void)(...parameters);
  }
  likeness.q = undefined;
}
