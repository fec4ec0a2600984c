import type { ShownPage } from './site.ts';

/** A session ends after this long without an event. */
const idleMs = 1_800_000;
/** A session never lasts longer than this. */
const capMs = 86_400_000;
/** How often, at most, what other tabs left on the device is looked at and renewed. */
const checkMs = 60_000;
/** What was read from the device so lately is not read again. */
const freshMs = 1_000;
/** 400 days, the longest that browsers keep a cookie, in seconds. */
const cookieAge = 34_560_000;

/** Who is here, and in which session; shared by all tabs of a site and its subdomains as texts in this order. */
export type Visitor = [
  /** Chosen earlier: `m` measurement, `p` personalisation, '' nothing; `-` when never asked. */
  allowed: string,
  /** Empty until somebody was seen. */
  anonymousId: string,
  /** Empty until the visitor is known. */
  userId: string,
  /** Empty when the next event begins a session. */
  sessionId: string,
  /** When the session began, epoch ms. */
  startedAt: string,
  /** The last event known to all tabs, epoch ms, at most a minute late. */
  lastAt: string,
  /** Pages seen in the session. */
  pages: string,
  /** Time zone and its offset in minutes when it was looked up, `Europe/Berlin -120`; looking it up is expensive. */
  zone: string,
];

/** Remembers the visitor on the device. */
export interface VisitorStore {
  /** The visitor as of now. */
  readonly visitor: Visitor;
  /** Takes over what other pages and tabs left until `now`, epoch ms. */
  load(now: number): void;
  /** Replaces the fields from the given one on, for other pages and tabs as well. */
  save(from: number, ...fields: string[]): void;
  /** An event happens on a page, which gets its number in the session; answers whether it begins a new session. */
  touch(now: number, page: ShownPage): boolean;
}

/**
 * Creates the store, in a first-party cookie or else in localStorage; with a `storage`, in neither.
 *
 * `givenId` is an id that the site handed out: it wins over a different one that the device remembers.
 */
export function createVisitorStore(
  newId: (now: number) => string,
  storage: 'memory' | undefined,
  givenId = '',
): VisitorStore {
  const visitor: Visitor = ['-', givenId, '', '', '', '', '', ''];
  let checkedAt = 0;
  let loadedAt = 0;
  /** At which label of the host name the domain begins that took the cookie. */
  let home: number | undefined;

  const load = (now: number): void => {
    loadedAt = now;
    // Written by save below, or else by somebody who may not expect more than nonsense back.
    const found = storage ? undefined : read()?.split('|').map(decodeURIComponent);
    if (!found) return;
    if (givenId && givenId !== found[1]) visitor.splice(0, 1, found[0] ?? '');
    else visitor.splice(0, 8, ...found);
    givenId = '';
  };
  const save = (from: number, ...fields: string[]): void => {
    visitor.splice(from, fields.length, ...fields);
    if (!storage) write(visitor.map(encodeURIComponent).join('|'));
  };
  /**
   * The root domain is probed: the shortest suffix of the host name for which the browser accepts the cookie, from two
   * labels on, since one alone is nobody's domain. An IP address has no suffixes.
   */
  const write = (text: string): void => {
    const { hostname } = location;
    const labels = hostname.split('.');
    try {
      for (home ??= /\d$/.test(hostname) ? 0 : labels.length - 2; home > -2; home--) {
        // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is asynchronous and not in every engine
        document.cookie = `likeness=${text};domain=${labels.slice(home).join('.')};path=/;max-age=${cookieAge};samesite=lax${location.protocol === 'https:' ? ';secure' : ''}`;
        // Reading waits until it is written: other tabs are told of a refusal only afterwards.
        if (read() === text) return;
      }
      localStorage.likeness = text;
    } catch {
      // Neither cookies nor localStorage: the visitor is remembered as long as the page.
    }
  };
  return {
    visitor,
    load,
    save,
    touch(now, page) {
      if (visitor[3] && page.number && Math.abs(now - checkedAt) < checkMs) return false;
      if (Math.abs(now - loadedAt) > freshMs) load(now);
      const [, anonymousId, userId, sessionId, startedAt, lastAt, pages] = visitor;
      const goesOn = sessionId && now - +lastAt < idleMs && now - +startedAt < capMs;
      const seen = goesOn ? +pages || 0 : 0;
      checkedAt = now;
      page.number = (goesOn && page.number) || seen + 1;
      save(
        1,
        anonymousId || newId(now),
        userId,
        goesOn ? sessionId : newId(now),
        goesOn ? startedAt : `${now}`,
        `${now}`,
        `${Math.max(seen, page.number)}`,
      );
      return !goesOn;
    },
  };
}

function read(): string | undefined {
  try {
    const { cookie } = document;
    // localStorage is asked only where cookies are off: its first use reads the site's whole area from the disk. Each
    // question about cookies is one to another process, and waits for its answer.
    return (
      /(^|; )likeness=([^;]*)/.exec(cookie)?.[2] ??
      (cookie || navigator.cookieEnabled ? undefined : localStorage.likeness)
    );
  } catch {
    // A sandboxed frame may read neither cookies nor localStorage: the visitor is new then.
    return undefined;
  }
}
