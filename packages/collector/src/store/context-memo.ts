import type { JsonObject } from '@likeness/core';
import { isEqualJson } from './is-equal-json.ts';

/** Remembers the JSON texts of pages and contexts that were written lately: comparing costs a quarter of writing. */
export interface ContextMemo {
  /** The text of a page, with its metadata where `metadata` is given, as `write` would make it. */
  readonly pageText: (
    page: JsonObject,
    metadata: JsonObject | undefined,
    write: () => string | undefined,
  ) => string | undefined;
  /** The text of those keys of a context that `repeats` answers true for, as `write` would make it. */
  readonly contextText: (
    context: JsonObject,
    repeats: ReadonlySet<string>,
    write: () => string | undefined,
  ) => string | undefined;
}

/** Entries of each kind; when full, all are forgotten: writing again costs microseconds. About 1 kB each. */
const memoEntries = 4_000;

interface Remembered {
  readonly given: JsonObject;
  readonly metadata: JsonObject | undefined;
  readonly text: string | undefined;
}

/** Creates an empty memory. */
export function createContextMemo(): ContextMemo {
  // One address has a text for its views, which say more of it, and one for what happens on it.
  const views = new Map<string, Remembered>();
  const pages = new Map<string, Remembered>();
  const contexts = new Map<string, Remembered>();
  let last: Remembered | undefined;
  const remember = (entries: Map<string, Remembered>, key: string, entry: Remembered): void => {
    if (entries.size >= memoEntries) entries.clear();
    entries.set(key, entry);
  };

  return {
    pageText: (page, metadata, write) => {
      const key = typeof page.url === 'string' ? page.url : '';
      const entries = metadata === undefined ? pages : views;
      const known = entries.get(key);
      if (known !== undefined && isEqualJson(known.given, page) && isEqualJson(known.metadata, metadata)) {
        return known.text;
      }
      const text = write();
      remember(entries, key, { given: page, metadata, text });
      return text;
    },
    contextText: (context, repeats, write) => {
      // The events of a request mostly have the same: comparing is cheaper than looking it up, which hashes a long text.
      if (last !== undefined && isEqualIn(last.given, context, repeats)) return last.text;
      const key = typeof context.userAgent === 'string' ? context.userAgent : '';
      const known = contexts.get(key);
      if (known !== undefined && isEqualIn(known.given, context, repeats)) {
        last = known;
        return known.text;
      }
      last = { given: context, metadata: undefined, text: write() };
      remember(contexts, key, last);
      return last.text;
    },
  };
}

/** Whether two contexts are the same in the keys that count. */
function isEqualIn(a: JsonObject, b: JsonObject, keys: ReadonlySet<string>): boolean {
  // Walking the keys that both have makes no lists of them.
  for (const key of keys) {
    if (!isEqualJson(a[key], b[key])) return false;
  }
  return true;
}
