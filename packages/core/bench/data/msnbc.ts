import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { DataFolder } from '../task.ts';

/** Sessions one after the other: session `i` is `pages[starts[i]] … pages[starts[i + 1] − 1]`. */
export interface Sessions {
  /** Page categories, 0-based. */
  readonly pages: Uint8Array;
  readonly starts: Uint32Array;
  /** How many categories there are: one more than the largest. */
  readonly symbols: number;
}

const NEWLINE = 10;
const ZERO = 48;
const NINE = 57;

/** Loads msnbc_sessions.txt.gz: one session a line, page categories from 1 separated by blanks. */
export function loadMsnbc(data: DataFolder): Sessions {
  const text = gunzipSync(readFileSync(join(data.path, 'msnbc_sessions.txt.gz')));
  const pages = new Uint8Array(text.length);
  const starts = new Uint32Array(text.length);
  let count = 0;
  let sessions = 0;
  let value = 0;
  let symbols = 0;
  const endPage = (): void => {
    if (value === 0) return;
    pages[count] = value - 1;
    symbols = Math.max(symbols, value);
    count += 1;
    value = 0;
  };
  for (const byte of text) {
    if (byte >= ZERO && byte <= NINE) value = value * 10 + byte - ZERO;
    else {
      endPage();
      if (byte === NEWLINE && count > (starts[sessions] ?? 0)) {
        sessions += 1;
        starts[sessions] = count;
      }
    }
  }
  endPage();
  if (count > (starts[sessions] ?? 0)) {
    sessions += 1;
    starts[sessions] = count;
  }
  return { pages: pages.subarray(0, count), starts: starts.subarray(0, sessions + 1), symbols };
}

/** The first `share` of the sessions. */
export function firstSessions(all: Sessions, share: number): Sessions {
  return { ...all, starts: all.starts.subarray(0, Math.floor((all.starts.length - 1) * share) + 1) };
}
