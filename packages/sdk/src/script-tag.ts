import type { LikenessStub } from './globals.ts';
import type { Likeness } from './likeness-api.ts';
import type { LikenessOptions } from './options.ts';
import type { Later } from './site.ts';
import { createTracker } from './tracker.ts';

// A classic script that runs at the top level has an element.
const { src, dataset } = document.currentScript as HTMLScriptElement;
const stub: LikenessStub = window.likeness ?? {};
// A second copy of the script on the same page finds the first at work and leaves it alone.
if (!stub.loaded) {
  const load = (): Promise<Later> => import(src.replace(/[^/]*$/, 'likeness-later.js'));
  // Attributes are texts, and every option is a text or can be given as one. The first three parts are the origin: to
  // have a URL taken apart by the browser's own class costs a page its first use of that class.
  const options = { endpoint: src.split('/', 3).join('/'), ...dataset } as unknown as LikenessOptions;
  const likeness: LikenessStub & Likeness = createTracker(options, load, stub);
  window.likeness = likeness;
  const calls = stub.q ?? [];
  // What only the later chunk can do queues up again.
  stub.q = [];
  for (const [method, parameters] of calls) {
    // The page made these calls without types; the methods are written for that.
    (likeness[method as 'track'] as (...parameters: readonly unknown[]) => void)(...parameters);
  }
  likeness.loaded = true;
}
