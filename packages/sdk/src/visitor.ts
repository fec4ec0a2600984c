/** A session ends after this long without an event. */
const idleMs = 1_800_000;
/** A session never lasts longer than this. */
const capMs = 86_400_000;
/** How often, at most, what other tabs left on the device is looked at and renewed. */
const checkMs = 60_000;
/** 400 days, the longest that browsers keep a cookie, in seconds. */
const cookieAge = 34_560_000;

/** Who is here, and in which session; shared by all tabs of a site and its subdomains. */
export interface Visitor {
  anonymousId: string;
  /** Empty until the visitor is known. */
  userId: string;
  sessionId: string;
  /** What the visitor allowed: `m` measurement, `p` personalisation, '' nothing; `-` when never asked. */
  allowed: string;
  /** Takes over what the device remembers. */
  load(): void;
  /** Leaves everything on the device for other pages and tabs. */
  save(): void;
  /** An event happens: answers whether it begins a new session. */
  touch(now: number): boolean;
  /** Becomes somebody else, in a new session; an empty id leaves nobody. */
  renew(anonymousId: string): void;
}

/**
 * Creates the visitor, remembered in a first-party cookie or else in localStorage; with `memory`, nowhere.
 *
 * `givenId` is an id that the site handed out: it wins over a different one that the device remembers.
 */
export function createVisitor(
  newId: (now: number) => string,
  storage: 'device' | 'memory' | undefined,
  givenId = '',
): Visitor {
  let startedAt = 0;
  let lastAt = 0;
  let checkedAt = 0;
  const visitor: Visitor = {
    anonymousId: givenId,
    userId: '',
    sessionId: '',
    allowed: '-',
    load() {
      const text = storage ? '' : read();
      if (!text) return;
      const [allowed = '', anonymousId = '', userId = '', sessionId = '', started, last] = text
        .split('|')
        .map(decodeURIComponent);
      visitor.allowed = allowed;
      // Another id than the given one: that was not this visitor.
      if (!givenId || givenId === anonymousId) {
        visitor.anonymousId = anonymousId;
        visitor.userId = userId;
        visitor.sessionId = sessionId;
        startedAt = Number(started);
        lastAt = Number(last);
      }
      givenId = '';
    },
    save() {
      const { allowed, anonymousId, userId, sessionId } = visitor;
      if (!storage) {
        write([allowed, anonymousId, userId, sessionId, startedAt, lastAt].map(encodeURIComponent).join('|'));
      }
    },
    touch(now) {
      if (Math.abs(now - checkedAt) < checkMs) return false;
      visitor.load();
      visitor.anonymousId ||= newId(now);
      const began = !(visitor.sessionId && now - lastAt < idleMs && now - startedAt < capMs);
      if (began) {
        visitor.sessionId = newId(now);
        startedAt = now;
      }
      lastAt = checkedAt = now;
      visitor.save();
      return began;
    },
    renew(anonymousId) {
      visitor.anonymousId = anonymousId;
      visitor.userId = visitor.sessionId = '';
      checkedAt = 0;
      visitor.save();
    },
  };
  return visitor;
}

function read(): string | null | undefined {
  try {
    return /(?:^|; )likeness=([^;]*)/.exec(document.cookie)?.[1] ?? localStorage.getItem('likeness');
  } catch {
    // A sandboxed frame may read neither cookies nor localStorage: the visitor is new then.
    return undefined;
  }
}

/** The root domain is probed: the shortest suffix of the host name for which the browser accepts the cookie. */
function write(text: string): void {
  try {
    let domain = '';
    for (const label of location.hostname.split('.').reverse()) {
      domain = label + (domain && `.${domain}`);
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is asynchronous and not in every engine
      document.cookie = `likeness=${text};domain=${domain};path=/;max-age=${cookieAge};samesite=lax${location.protocol === 'https:' ? ';secure' : ''}`;
      if (read() === text) return;
    }
    localStorage.setItem('likeness', text);
  } catch {
    // Neither cookies nor localStorage: the visitor is remembered as long as the page.
  }
}
