import './globals.ts';
import type { Likeness } from './likeness.ts';
import type { LikenessOptions } from './options.ts';
import { createTracker, type LaterChunk } from './tracker.ts';

const script = document.currentScript;
const stub = window.likeness;
// A second copy of the script on the same page finds the first at work and leaves it alone.
if (script instanceof HTMLScriptElement && (!stub || stub.q)) {
  const { src, dataset } = script;
  const { capture, searchParameters, linkDomains, ...texts } = dataset;
  // Attributes are texts by nature, and the tracker compares them with the ones it knows.
  const options = {
    endpoint: new URL(src).origin,
    ...texts,
    capture: Object.fromEntries(
      words(capture)
        .map((word) => word.split('='))
        .map(([name, rate = 1]) => [name, +rate]),
    ),
    searchParameters: words(searchParameters),
    linkDomains: words(linkDomains),
  } as unknown as LikenessOptions;
  const load = (): Promise<LaterChunk> => import(new URL('likeness-later.js', src).href);
  const calls = stub?.q ?? [];
  const likeness = Object.assign(stub ?? {}, createTracker(options, load), { q: undefined });
  window.likeness = likeness;
  for (const [method, parameters] of calls) {
    // The page made these calls without types; the methods are written for that.
    (likeness[method] as (...parameters: readonly unknown[]) => void)(...parameters);
  }
}

function words(list: string | undefined): string[] {
  return list?.split(/[\s,]+/) ?? [];
}
